using System.Net;
using System.Text.Json;
using OpenCode.Bridge.Alerts;

namespace OpenCode.Tests.Bridge.Inbox;

public sealed class InboxApiTests
{
    [Fact]
    public async Task Alert_has_the_shape_of_the_contract()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_1");

        var alert = await bridge.UntilAlertAsync();

        Assert.Equal(
            ["id", "kind", "server", "sessionId", "rootSessionId", "title", "directory", "text", "permission", "requestId", "requestIds", "options", "createdAt", "state", "deliveries"],
            alert.EnumerateObject().Select(property => property.Name));
        Assert.Equal(AlertId.Of("opencode", "per_1"), alert.GetProperty("id").GetString());
        Assert.Equal(("permission", "A title", "ls -la", "open"), (Text(alert, "kind"), Text(alert, "title"), Text(alert, "text"), Text(alert, "state")));
        Assert.EndsWith("Z", Text(alert, "createdAt"), StringComparison.Ordinal);
        Assert.Equal(0, alert.GetProperty("deliveries").GetArrayLength());
    }

    [Fact]
    public async Task Question_can_be_read_and_answered()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskQuestion("que_1");
        var alert = await bridge.UntilAlertAsync();
        var group = Assert.Single(alert.GetProperty("options").EnumerateArray());
        Assert.Equal(["SQLite", "PostgreSQL"], group.GetProperty("choices").EnumerateArray().Select(choice => Text(choice, "label")));

        var (status, body) = await bridge.DecideAsync(alert, """{"decision":"answer","answers":[["SQLite"]]}""");

        Assert.Equal((HttpStatusCode.OK, "decided", "answer", "inbox"), (status, Text(body, "state"), Text(body, "decision"), Text(body, "decidedBy")));
        Assert.Equal(("/question/que_1/reply", """{"answers":[["SQLite"]]}"""), Assert.Single(server.Replies));
    }

    [Fact]
    public async Task Question_can_be_rejected()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskQuestion("que_1");

        var (status, body) = await bridge.DecideAsync(await bridge.UntilAlertAsync(), """{"decision":"reject"}""");

        Assert.Equal((HttpStatusCode.OK, "reject"), (status, Text(body, "decision")));
        Assert.Equal("/question/que_1/reject", Assert.Single(server.Replies).Path);
    }

    [Theory]
    [InlineData("reject")]
    [InlineData("once")]
    [InlineData("always")]
    public async Task Permission_can_be_decided_with_a_message(string decision)
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_1");

        var (status, _) = await bridge.DecideAsync(await bridge.UntilAlertAsync(), $$"""{"decision":"{{decision}}","message":"not that"}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(("/permission/per_1/reply", $$"""{"reply":"{{decision}}","message":"not that"}"""), Assert.Single(server.Replies));
    }

    [Fact]
    public async Task Decision_answers_all_equivalent_requests()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_1");
        server.AskPermission("per_2");
        var alert = await bridge.UntilAlertAsync(one => one.GetProperty("requestIds").GetArrayLength() == 2);

        var (status, _) = await bridge.DecideAsync(alert, """{"decision":"once"}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["/permission/per_1/reply", "/permission/per_2/reply"], server.Replies.Select(reply => reply.Path));
        Assert.Empty(server.Pending);
    }

    [Fact]
    public async Task Two_deciders_at_once_have_one_winner()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_1");
        var alert = await bridge.UntilAlertAsync();
        var gate = new TaskCompletionSource();
        server.ReplyGate = () => gate.Task;

        var once = bridge.DecideAsync(alert, """{"decision":"once"}""");
        var reject = bridge.DecideAsync(alert, """{"decision":"reject"}""");
        await bridge.UntilAsync(() => Task.FromResult(!server.Replies.IsEmpty));
        gate.SetResult();
        var results = new[] { await once, await reject };

        Assert.Single(server.Replies);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], results.Select(result => result.Status).Order());
        var won = results.Single(result => result.Status == HttpStatusCode.OK).Body;
        var lost = results.Single(result => result.Status == HttpStatusCode.Conflict).Body;
        Assert.Equal((Text(won, "decision"), "inbox"), (Text(lost, "decision"), Text(lost, "decidedBy")));
    }

    [Theory]
    [InlineData(502)]
    [InlineData(500)]
    [InlineData(401)]
    public async Task Decision_that_the_server_cannot_take_yet_stands_and_reaches_it_later(int failure)
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_1");
        var alert = await bridge.UntilAlertAsync();
        server.ReplyStatus = failure;

        var (status, body) = await bridge.DecideAsync(alert, """{"decision":"once"}""");

        Assert.Equal((HttpStatusCode.OK, "decided", "once"), (status, Text(body, "state"), Text(body, "decision")));
        Assert.Empty(await bridge.AlertsAsync());
        Assert.Equal(HttpStatusCode.Conflict, (await bridge.DecideAsync(alert, """{"decision":"reject"}""")).Status);
        Assert.NotEmpty(server.Pending);
        server.ReplyStatus = null;
        await bridge.UntilAsync(() => Task.FromResult(server.Pending.IsEmpty));
        Assert.Equal(("decided", "once"), (Text(await bridge.UntilStateAsync("decided"), "state"), Text(await bridge.UntilStateAsync("decided"), "decision")));
    }

    [Fact]
    public async Task Decision_that_the_server_rejects_leaves_the_alert_decidable()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_1");
        var alert = await bridge.UntilAlertAsync();
        server.ReplyStatus = 400;

        var (status, body) = await bridge.DecideAsync(alert, """{"decision":"once"}""");

        Assert.Equal(HttpStatusCode.BadGateway, status);
        Assert.EndsWith("the alert is still open", Text(body, "error"), StringComparison.Ordinal);
        Assert.Equal("open", Text(Assert.Single(await bridge.AlertsAsync()), "state"));
        server.ReplyStatus = null;
        Assert.Equal(HttpStatusCode.OK, (await bridge.DecideAsync(alert, """{"decision":"once"}""")).Status);
    }

    [Fact]
    public async Task Request_that_the_server_dropped_is_withdrawn_and_told()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_1");
        var alert = await bridge.UntilAlertAsync();
        server.Pending.Clear();

        var (status, body) = await bridge.DecideAsync(alert, """{"decision":"once"}""");

        Assert.Equal((HttpStatusCode.Conflict, "withdrawn"), (status, Text(body, "state")));
        Assert.Empty(await bridge.AlertsAsync());
    }

    [Fact]
    public async Task Unknown_alert_is_404()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);

        Assert.Equal(HttpStatusCode.NotFound, (await bridge.DecideAsync("nosuch", """{"decision":"once"}""")).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"decision":"perhaps"}""")]
    [InlineData("""{"decision":7}""")]
    [InlineData("""{"decision":"answer","answers":[["A"]]}""")]
    [InlineData("""{"decision":"answer","answers":[null]}""")]
    [InlineData("""{"decision":"once","answers":[["A"]]}""")]
    public async Task Bad_decision_is_400_and_reaches_no_server(string body)
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_1");
        var alert = await bridge.UntilAlertAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await bridge.DecideAsync(alert, body)).Status);
        Assert.Empty(server.Replies);
    }

    [Theory]
    [InlineData("state=closed")]
    [InlineData("limit=0")]
    [InlineData("limit=-1")]
    [InlineData("limit=10001")]
    [InlineData("limit=many")]
    public async Task Bad_query_is_400(string query)
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);

        using var response = await bridge.Client.GetAsync(new Uri($"/api/alerts?{query}", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Alerts_come_newest_first_up_to_the_limit()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_1", command: "one");
        server.AskPermission("per_2", command: "two");
        server.AskPermission("per_3", command: "three");
        await bridge.UntilAlertAsync(alert => Text(alert, "text") == "three");

        Assert.Equal(["three", "two"], (await bridge.AlertsAsync("?limit=2")).Select(alert => Text(alert, "text")));
        Assert.Equal(3, (await bridge.AlertsAsync("?state=&limit=10000")).Count);
    }

    [Fact]
    public async Task Sessions_say_who_waits()
    {
        await using var server = await FakeOpenCode.StartAsync(fake =>
        {
            fake.AddSession("ses_root", "Root");
            fake.AddSession("ses_child", "Child", parent: "ses_root");
            fake.AddSession("ses_other", "Other");
            fake.States["ses_other"] = "retry";
            fake.Sessions["ses_child"] = (Given.Folder, "Child", "ses_root");
        });
        await using var bridge = await RunningBridge.StartAsync(server);
        server.States["ses_child"] = "busy";
        server.Send(Given.Folder, "permission.asked", """{"id":"per_1","sessionID":"ses_child","permission":"bash","patterns":["ls"],"metadata":{"command":"ls"},"always":[]}""");
        await bridge.UntilAlertAsync(alert => Text(alert, "title") == "Root");

        var sessions = JsonDocument.Parse(await bridge.Client.GetStringAsync(new Uri("/api/sessions", UriKind.Relative), TestContext.Current.CancellationToken)).RootElement;

        var states = sessions.EnumerateArray().ToDictionary(session => Text(session, "id"), session => (Text(session, "state"), session.GetProperty("openAlerts").GetInt32()));
        Assert.Equal(new() { ["ses_root"] = ("waiting", 1), ["ses_child"] = ("waiting", 1), ["ses_other"] = ("retry", 0) }, states);
        var root = sessions.EnumerateArray().Single(session => Text(session, "id") == "ses_root");
        Assert.Equal(JsonValueKind.Null, root.GetProperty("parentId").ValueKind);
        Assert.Equal("""{"input":5,"output":4,"reasoning":3,"cacheRead":2,"cacheWrite":1}""", root.GetProperty("tokens").GetRawText());
        Assert.Equal(0.25m, root.GetProperty("cost").GetDecimal());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Session_says_since_when_it_is_with_which_model_and_when_it_tries_again(bool snapshot)
    {
        const long next = 1795416916538;
        await using var server = await FakeOpenCode.StartAsync(fake =>
        {
            fake.AddSession("ses_1");
            if (snapshot)
            {
                fake.States["ses_1"] = "retry";
                fake.RetryAt["ses_1"] = next;
            }
        });
        await using var bridge = await RunningBridge.StartAsync(server);
        if (!snapshot)
        {
            server.Send(Given.Folder, "session.status", $$$"""{"sessionID":"ses_1","status":{"type":"retry","attempt":1,"message":"…","next":{{{next}}}}}""");
        }

        var session = await UntilSessionAsync(bridge, "retry");

        Assert.Equal("scripted/one", Text(session, "model"));
        Assert.Equal(DateTime.UnixEpoch.AddMilliseconds(next), session.GetProperty("retryAt").GetDateTime());
        Assert.Equal(TimeSpan.FromMinutes(5), session.GetProperty("lastActive").GetDateTime() - session.GetProperty("createdAt").GetDateTime());
        server.Send(Given.Folder, "session.status", """{"sessionID":"ses_1","status":{"type":"busy"}}""");
        Assert.False((await UntilSessionAsync(bridge, "busy")).TryGetProperty("retryAt", out _));
    }

    private static async Task<JsonElement> UntilSessionAsync(RunningBridge bridge, string state)
    {
        JsonElement found = default;
        await bridge.UntilAsync(async () =>
        {
            var sessions = JsonDocument.Parse(await bridge.Client.GetStringAsync(new Uri("/api/sessions", UriKind.Relative), TestContext.Current.CancellationToken)).RootElement;
            found = sessions.EnumerateArray().FirstOrDefault(session => Text(session, "state") == state);
            return found.ValueKind == JsonValueKind.Object;
        });
        return found;
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
