using OpenCode.Bridge.Alerts;

namespace OpenCode.Tests.Bridge.Watching;

/// <summary>What the whole bridge makes of gaps, timers and several servers.</summary>
public sealed class GapTests
{
    [Fact]
    public async Task Task_that_ended_while_the_stream_was_down_is_told_once()
    {
        await using var server = await FakeOpenCode.StartAsync(fake => fake.Updated = Now);
        server.AddSession("ses_1", title: "A task");
        await using var bridge = await RunningBridge.StartAsync(server);
        await bridge.UntilAsync(() => Task.FromResult(server.Calls.Contains("GET /permission")));

        server.Messages["ses_1"] = Turn();
        server.EndStreams();

        var alert = await bridge.UntilAlertAsync();
        Assert.Equal(("complete", "done", "A task"), (Text(alert, "kind"), Text(alert, "state"), Text(alert, "title")));
        Assert.Equal("Done in 1 min, $0.25", Text(alert, "text"));
        // Read once more and acted on: the second read begins only when the first one was.
        for (var gap = 0; gap < 2; gap++)
        {
            var reads = Reads();
            server.EndStreams();
            await bridge.UntilAsync(() => Task.FromResult(Reads() > reads));
        }

        Assert.Single(await bridge.AlertsAsync("?state=all"));

        int Reads() => server.Calls.Count(call => call == "GET /session/ses_1/message");
    }

    [Fact]
    public async Task Session_whose_messages_cannot_be_read_hides_nothing_else()
    {
        await using var server = await FakeOpenCode.StartAsync(fake => fake.Updated = Now);
        server.AddSession("ses_1");
        server.Messages["ses_1"] = ["""{"info":{"id":"msg_1"}}"""];
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_1", session: "ses_2");

        await bridge.UntilStateAsync("open");

        await bridge.UntilAsync(() => Task.FromResult(bridge.Messages.Any(message => message.Contains("the messages of one of its sessions", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Request_that_nobody_decides_expires_and_is_denied_at_the_server()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server, settings => settings["ALERT_EXPIRE"] = "500ms");

        server.AskPermission("per_1");

        var alert = await bridge.UntilStateAsync("expired");
        Assert.Equal(("reject", Alert.ByExpiry), (Text(alert, "decision"), Text(alert, "decidedBy")));
        await bridge.UntilAsync(() => Task.FromResult(!server.Replies.IsEmpty));
        Assert.Contains("reject", Assert.Single(server.Replies).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_refuses_the_password_is_unreachable_with_the_reason()
    {
        await using var server = await FakeOpenCode.StartAsync(fake => fake.Password = "new");
        await using var bridge = await RunningBridge.StartAsync(
            server,
            settings =>
            {
                settings["OPENCODE_SERVER_PASSWORD"] = "old";
                settings["ALERT_UNREACHABLE"] = "100ms";
            },
            connected: false);
        bridge.LogIn("old");

        var alert = await bridge.UntilStateAsync("open");
        Assert.Equal(("unreachable", "opencode refuses the user name or password"), (Text(alert, "kind"), Text(alert, "text")));

        server.Password = "old";
        await bridge.UntilStateAsync("withdrawn");
        Assert.Single(await bridge.AlertsAsync("?state=all"));
    }

    [Fact]
    public async Task Second_generation_of_the_server_is_an_alert()
    {
        await using var server = await FakeOpenCode.StartAsync(fake => fake.Version = "2.0.1");
        await using var bridge = await RunningBridge.StartAsync(server, settings => settings["ALERT_UNREACHABLE"] = "100ms", connected: false);

        Assert.Equal("opencode runs OpenCode 2.x; this bridge speaks with OpenCode 0.x and 1.x only", Text(await bridge.UntilStateAsync("open"), "text"));
    }

    [Fact]
    public async Task Alerts_of_several_servers_carry_their_names_and_equal_ids_do_not_mix()
    {
        await using var first = await FakeOpenCode.StartAsync();
        await using var second = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(first, settings =>
        {
            settings["OPENCODE_URL:HOME_LAB"] = second.Url;
            settings["BRIDGE_PASSWORD"] = "bridge-password";
        });
        bridge.LogIn("bridge-password");
        await bridge.UntilAsync(() => Task.FromResult(second.Connections > 0));

        first.AskPermission("per_1");
        second.AskPermission("per_1");

        await bridge.UntilAsync(async () => (await bridge.AlertsAsync()).Count == 2);
        var alerts = await bridge.AlertsAsync();
        Assert.Equal(["home-lab", "opencode"], alerts.Select(alert => Text(alert, "server")).Order(StringComparer.Ordinal));
        await bridge.DecideAsync(alerts.Single(alert => Text(alert, "server") == "home-lab"), """{"decision":"once"}""");
        await bridge.UntilAsync(() => Task.FromResult(!second.Replies.IsEmpty));
        Assert.Empty(first.Replies);
        Assert.Equal("opencode", Text(Assert.Single(await bridge.AlertsAsync()), "server"));

        await second.StopAsync();
        first.AskPermission("per_2", command: "whoami");
        await bridge.UntilAlertAsync(alert => Text(alert, "text") == "whoami");
    }

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    private static string[] Turn()
    {
        var start = Now;
        return
        [
            $$$"""{"info":{"id":"msg_1","sessionID":"ses_1","role":"user","time":{"created":{{{start}}}}},"parts":[]}""",
            $$$"""{"info":{"id":"msg_2","sessionID":"ses_1","parentID":"msg_1","role":"assistant","cost":0.25,"time":{"created":{{{start}}},"completed":{{{start + 60_000}}}},"finish":"stop"},"parts":[{"type":"text","text":"x"}]}""",
        ];
    }

    private static string Text(System.Text.Json.JsonElement alert, string name) => alert.GetProperty(name).GetString()!;
}
