using System.Net;
using System.Text.Json;

namespace OpenCode.Tests.Bridge.Outbox;

/// <summary>The whole bridge, stopped and started on the same folder.</summary>
public sealed class RestartTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Open_alert_is_the_same_after_a_restart()
    {
        await using var server = await FakeOpenCode.StartAsync();
        server.AskPermission("per_1");
        JsonElement before;
        await using (var first = await StartAsync(server))
        {
            before = await first.UntilAlertAsync();
        }

        await using var second = await StartAsync(server);
        var after = await second.UntilAlertAsync();

        Assert.Equal(before.GetRawText(), after.GetRawText());
    }

    [Fact]
    public async Task Request_that_was_answered_while_the_bridge_was_away_is_withdrawn()
    {
        await using var server = await FakeOpenCode.StartAsync();
        server.AskPermission("per_1");
        await using (var first = await StartAsync(server))
        {
            await first.UntilAlertAsync();
        }

        server.Pending.Clear();
        await using var second = await StartAsync(server);

        await second.UntilStateAsync("withdrawn");
        Assert.Empty(await second.AlertsAsync());
    }

    [Fact]
    public async Task Ended_alerts_are_listed_after_a_restart_and_take_no_decision()
    {
        await using var server = await FakeOpenCode.StartAsync();
        server.AskPermission("per_1");
        JsonElement decided;
        await using (var first = await StartAsync(server))
        {
            var alert = await first.UntilAlertAsync();
            await first.DecideAsync(alert, """{"decision":"once"}""");
            decided = await first.UntilStateAsync("decided");
        }

        await using var second = await StartAsync(server);

        Assert.Equal(decided.GetRawText(), Assert.Single(await second.AlertsAsync("?state=all")).GetRawText());
        var (status, body) = await second.DecideAsync(decided, """{"decision":"reject"}""");
        Assert.Equal((HttpStatusCode.Conflict, "already decided: once by inbox"), (status, body.GetProperty("error").GetString()));
        Assert.Single(server.Replies);
    }

    [Fact]
    public async Task Decision_reaches_the_server_after_a_restart()
    {
        await using var server = await FakeOpenCode.StartAsync();
        server.AskPermission("per_1");
        await using (var first = await StartAsync(server))
        {
            var alert = await first.UntilAlertAsync();
            server.ReplyStatus = 503;
            Assert.Equal(HttpStatusCode.OK, (await first.DecideAsync(alert, """{"decision":"always","message":"go on"}""")).Status);
        }

        Assert.NotEmpty(server.Pending);
        server.ReplyStatus = null;
        server.Replies.Clear();
        await using var second = await StartAsync(server);
        await second.UntilAsync(() => Task.FromResult(server.Pending.IsEmpty));

        Assert.Equal(("always", "go on"), Reply(Assert.Single(server.Replies).Body));
        await second.UntilAsync(async () => Results(await AuditAsync(second)) is ["taken"]);
        var alertAfter = Assert.Single(await second.AlertsAsync("?state=all"));
        Assert.Equal(("decided", "inbox"), (alertAfter.GetProperty("state").GetString(), alertAfter.GetProperty("decidedBy").GetString()));
    }

    [Fact]
    public async Task Reply_whose_answer_was_lost_counts_as_taken_when_the_request_is_gone()
    {
        await using var server = await FakeOpenCode.StartAsync();
        server.AskPermission("per_1");
        server.Announces = false;
        await using (var first = await StartAsync(server))
        {
            var alert = await first.UntilAlertAsync();
            // The server takes it, and its answer never arrives.
            server.ReplyStatus = 502;
            await first.DecideAsync(alert, """{"decision":"once"}""");
            server.Pending.Clear();
        }

        server.ReplyStatus = null;
        await using var second = await StartAsync(server);

        await second.UntilAsync(async () => Results(await AuditAsync(second)) is ["taken"]);
        Assert.Equal("decided", Assert.Single(await second.AlertsAsync("?state=all")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Audit_tells_who_won_and_who_was_late()
    {
        await using var server = await FakeOpenCode.StartAsync();
        server.AskPermission("per_1");
        await using var bridge = await StartAsync(server);
        var alert = await bridge.UntilAlertAsync();
        await bridge.DecideAsync(alert, """{"decision":"reject","message":"not now"}""");
        await bridge.DecideAsync(alert, """{"decision":"once"}""");

        await bridge.UntilAsync(async () => Results(await AuditAsync(bridge)) is ["late", "taken"]);
        var entries = (await AuditAsync(bridge)).EnumerateArray().ToList();
        Assert.Equal(["once", "reject"], entries.Select(entry => entry.GetProperty("decision").GetString()));
        var won = entries[1];
        Assert.Equal(
            ("inbox", "inbox", "127.0.0.1", "not now", alert.GetProperty("id").GetString()),
            (Text(won, "by"), Text(won, "from"), Text(won, "remote"), Text(won, "message"), Text(won, "alertId")));
        Assert.EndsWith("Z", Text(won, "at"), StringComparison.Ordinal);
        Assert.Equal(Text(alert, "createdAt")?[..19], Text(won, "askedAt")?[..19]);
        Assert.Single((await AuditAsync(bridge, "?limit=1")).EnumerateArray());
    }

    public void Dispose() => folder.Dispose();

    private Task<RunningBridge> StartAsync(FakeOpenCode server) => RunningBridge.StartAsync(server, data: folder.Path);

    private static async Task<JsonElement> AuditAsync(RunningBridge bridge, string query = "") =>
        JsonDocument.Parse(await bridge.Client.GetStringAsync(new Uri($"/api/audit{query}", UriKind.Relative), TestContext.Current.CancellationToken)).RootElement;

    private static string[] Results(JsonElement audit) => [.. audit.EnumerateArray().Select(entry => entry.GetProperty("result").GetString()!)];

    private static (string?, string?) Reply(string body)
    {
        var reply = JsonDocument.Parse(body).RootElement;
        return (reply.GetProperty("reply").GetString(), reply.GetProperty("message").GetString());
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
