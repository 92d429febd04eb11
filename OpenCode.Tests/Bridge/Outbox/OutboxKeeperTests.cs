using Microsoft.Extensions.DependencyInjection;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Channels;
using OpenCode.Bridge.Decisions;
using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.Outbox;
using OpenCode.Tests.Bridge.Channels.Fakes;

namespace OpenCode.Tests.Bridge.Outbox;

/// <summary>What the whole bridge does at its start with what is old.</summary>
public sealed class OutboxKeeperTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_ended_more_than_thirty_days_ago_is_forgotten_and_what_is_open_is_not()
    {
        await using var server = await FakeOpenCode.StartAsync();
        server.AskPermission("per_open");
        string[] kept;
        using (var outbox = new OutboxFixture(folder.Path, Now.AddDays(-31)))
        {
            outbox.Record(AlertChangeKind.Opened, outbox.Complete("msg_old"));
            var open = outbox.Permission("per_open");
            outbox.Record(AlertChangeKind.Opened, open);
            Decide(outbox, "per_old", "token-old");
            // On its way to the server for a month: somebody decided, and that stands.
            outbox.Ledger.Store(outbox.Permission("per_way") with { State = AlertState.Decided, Decision = ReplyKind.Once, DecidedBy = "me" }, new(ReplyKind.Once), new("me", DecisionSource.Inbox));

            outbox.Time.SetUtcNow(Now.AddDays(-29));
            outbox.Record(AlertChangeKind.Opened, outbox.Complete("msg_new"));
            Decide(outbox, "per_new", "token-new");
            kept = [open.Id, outbox.Complete("msg_new").Id, outbox.Permission("per_new").Id, outbox.Permission("per_way").Id];
        }

        // Held, so that the decision is still on its way when the rest is looked at.
        var gate = new TaskCompletionSource();
        server.ReplyGate = () => gate.Task;
        await using var bridge = await RunningBridge.StartAsync(server, data: folder.Path);
        var database = bridge.Services.GetRequiredService<OutboxDatabase>();
        await bridge.UntilAsync(() => Task.FromResult(Texts(database, "select id from used_tokens").Count == 1));

        Assert.Equal(kept.Order(StringComparer.Ordinal), Texts(database, "select id from alerts order by id"));
        Assert.Equal(["token-new"], Texts(database, "select id from used_tokens"));
        Assert.Equal(
            [IdOf("per_way"), IdOf("per_new")],
            Texts(database, "select alert_id from audit order by id"));
        Assert.Empty(Texts(database, "select alert_id from deliveries where alert_id not in (select id from alerts)"));
        gate.SetResult();

        static string IdOf(string request) => AlertId.Of("opencode", request);
    }

    [Fact]
    public async Task What_was_parked_lately_gets_another_try_and_what_has_no_channel_any_more_is_parked()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var webhook = new FakeWebhook();
        await webhook.StartAsync();
        string lately, longAgo, homeless;
        using (var outbox = new OutboxFixture(folder.Path, Now.AddHours(-25)))
        {
            outbox.Plan.Next = (_, now) => [new("webhook", now)];
            longAgo = Park(outbox, "msg_1");
            outbox.Time.SetUtcNow(Now.AddHours(-23));
            lately = Park(outbox, "msg_2");
            outbox.Plan.Next = (_, now) => [new("ntfy", now)];
            outbox.Record(AlertChangeKind.Opened, outbox.Complete("msg_3"));
            homeless = outbox.Complete("msg_3").Id;
        }

        await using var bridge = await RunningBridge.StartAsync(
            server,
            settings => (settings["WEBHOOK_URL"], settings["WEBHOOK_SECRET"]) = (webhook.HookUrl, FakeWebhook.DefaultSecret),
            data: folder.Path);
        await bridge.UntilAsync(() => Task.FromResult(webhook.Taken.Count > 0));

        await bridge.UntilAsync(async () => await DeliveryAsync(lately) == ("webhook", "sent", null));
        Assert.Equal(("webhook", "parked", "the webhook is deleted"), await DeliveryAsync(longAgo));
        Assert.Equal(("ntfy", "parked", "the channel is not set up"), await DeliveryAsync(homeless));
        Assert.Equal([lately], webhook.Taken.Select(delivery => delivery.Body.GetProperty("id").GetString()));

        async Task<(string?, string?, string?)> DeliveryAsync(string id)
        {
            var alert = (await bridge.AlertsAsync("?state=all")).Single(alert => alert.GetProperty("id").GetString() == id);
            var delivery = Assert.Single(alert.GetProperty("deliveries").EnumerateArray());
            return (
                delivery.GetProperty("channel").GetString(),
                delivery.GetProperty("state").GetString(),
                delivery.TryGetProperty("lastError", out var error) ? error.GetString() : null);
        }
    }

    private static void Decide(OutboxFixture outbox, string request, string token)
    {
        var alert = outbox.Permission(request) with { State = AlertState.Decided, Decision = ReplyKind.Once, DecidedBy = "link" };
        Assert.True(outbox.Ledger.Store(alert, new(ReplyKind.Once), new("link", DecisionSource.Token, Token: token)));
        outbox.Ledger.Finish(alert.Id, AuditResult.Taken);
    }

    private static string Park(OutboxFixture outbox, string message)
    {
        outbox.Record(AlertChangeKind.Opened, outbox.Complete(message));
        outbox.Complete(outbox.Take("webhook")!, new SendResult.Refused("the webhook is deleted"));
        return outbox.Complete(message).Id;
    }

    private static List<string> Texts(OutboxDatabase database, string sql) => database.Read(session => session.All(sql, row => row.GetString(0)));
}
