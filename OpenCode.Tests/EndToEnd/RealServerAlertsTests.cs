using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OpenCode.Bridge.Alerts;
using OpenCode.Tests.Bridge;

namespace OpenCode.Tests.EndToEnd;

/// <summary>Every kind of alert that asks nothing, made by a real server.</summary>
[Collection(StackCollection.Name)]
public sealed class RealServerAlertsTests(RealOpenCode server) : IClassFixture<RealOpenCode>
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Task_that_ended_is_told_once_with_title_duration_and_cost()
    {
        await using var bridge = await ConnectedAsync();

        var session = await server.PromptAsync("Write a little. [[slow tokens=30 delay=0.05]]");
        var alert = await UntilAsync(bridge, "complete", session);

        Assert.Equal(("done", "Write a little."), (Text(alert, "state"), Text(alert, "title")));
        Assert.Matches(@"^Done in \d+ s, \$0\.\d+$", Text(alert, "text"));
        var metrics = await bridge.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Matches("""(?m)^opencode_tokens_total\{server="opencode",provider="[^"]+",model="[^"]+",kind="output"\} [1-9]""", metrics);
        Assert.Matches("""(?m)^opencode_cost_usd_total\{server="opencode",provider="[^"]+",model="[^"]+"\} 0\.0*[1-9]""", metrics);
        await QuietAsync(bridge, session, "complete");
    }

    [Fact]
    public async Task Nested_sessions_request_carries_the_roots_title_and_the_whole_tree_is_one_task()
    {
        await using var bridge = await ConnectedAsync();

        var session = await server.PromptAsync("Delegate it. [[task description=Look prompt='Look. <<bash command=\"echo nested\" description=Says>> <<slow tokens=30 delay=0.05>>']] [[text All done.]]");
        var asked = await UntilAsync(bridge, "permission", session);
        Assert.Equal(("Delegate it.", "echo nested"), (Text(asked, "title"), Text(asked, "text")));
        Assert.NotEqual(session, Text(asked, "sessionId"));
        await bridge.DecideAsync(asked, """{"decision":"once"}""");

        var alert = await UntilAsync(bridge, "complete", session);
        Assert.Equal(session, Text(alert, "sessionId"));
        await QuietAsync(bridge, session, "permission", "complete");
    }

    [Fact]
    public async Task Failure_is_told_once_and_without_the_providers_words()
    {
        await using var bridge = await ConnectedAsync();

        var session = await server.PromptAsync("Fail. [[http status=401 message='key sk-secret is wrong']]");
        var alert = await UntilAsync(bridge, "error", session);

        Assert.Equal("The model's provider answered with status 401 (APIError)", Text(alert, "text"));
        Assert.DoesNotContain("sk-secret", alert.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(bridge.Messages, message => message.Contains("sk-secret", StringComparison.Ordinal));
        await QuietAsync(bridge, session, "error");
    }

    [Fact]
    public async Task Endless_retry_is_stalled_and_an_abort_ends_that_without_an_error()
    {
        await using var bridge = await ConnectedAsync(null, ("ALERT_STALL", "3s"));

        var session = await server.PromptAsync("Try. [[http status=500]]");
        var alert = await UntilAsync(bridge, "stalled", session);
        Assert.Equal("open", Text(alert, "state"));
        await server.AbortAsync(session);

        var ended = await UntilAsync(bridge, "stalled", session, "withdrawn");
        Assert.Equal(Text(alert, "id"), Text(ended, "id"));
        await QuietAsync(bridge, session, "stalled");
    }

    [Fact]
    public async Task Server_that_dies_is_unreachable_until_it_is_back()
    {
        await using var bridge = await ConnectedAsync(null, ("ALERT_UNREACHABLE", "1s"));
        // On a busy machine the first snapshot takes longer than that second, which is an outage, too.
        var before = (await OutagesAsync()).ConvertAll(alert => Text(alert, "id"));
        JsonElement outage;

        await server.KillAsync();
        try
        {
            outage = await UntilAsync(bridge, "unreachable", "", "open");
            Assert.Equal("opencode", Text(outage, "title"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await bridge.HealthAsync());
        }
        finally
        {
            await server.StartAsync();
        }

        await EventuallyAsync(
            async () => (await OutagesAsync()).Exists(alert => Text(alert, "id") == Text(outage, "id") && Text(alert, "state") == "withdrawn"),
            () => $"the outage does not end\n{string.Join('\n', bridge.Messages)}");
        Assert.Single(await OutagesAsync(), alert => !before.Contains(Text(alert, "id")));

        async Task<List<JsonElement>> OutagesAsync() => (await bridge.AlertsAsync("?state=all")).FindAll(alert => Text(alert, "kind") == "unreachable");
    }

    [Fact]
    public async Task What_ended_while_the_bridge_was_away_is_told_once()
    {
        using var data = new TemporaryFolder();
        await using (await ConnectedAsync(data.Path))
        {
        }

        var task = await server.PromptAsync("Go on alone. [[slow tokens=30 delay=0.05]]");
        await server.FinishesAsync(task);
        var failed = await server.PromptAsync("Fail alone. [[http status=400]] ");
        await using (var bridge = await ConnectedAsync(data.Path))
        {
            Assert.Equal("Go on alone.", Text(await UntilAsync(bridge, "complete", task), "title"));
            await UntilAsync(bridge, "error", failed);
        }

        await using (var again = await ConnectedAsync(data.Path))
        {
            await QuietAsync(again, task, "complete");
            await QuietAsync(again, failed, "error");
        }
    }

    private async Task<RunningBridge> ConnectedAsync(string? data = null, params (string Name, string Value)[] settings)
    {
        var bridge = await server.BridgeAsync(data, settings);
        await EventuallyAsync(async () => await bridge.HealthAsync() == HttpStatusCode.OK, () => "no connection");
        // Connected is not enough: before the first snapshot nothing is known.
        var store = bridge.Services.GetRequiredService<AlertStore>();
        await EventuallyAsync(() => Task.FromResult(store.Need("opencode").Scope.TurnsSince is null), () => "no snapshot");
        return bridge;
    }

    private static async Task<JsonElement> UntilAsync(RunningBridge bridge, string kind, string root, string? state = null)
    {
        List<JsonElement> alerts = [];
        JsonElement found = default;
        await EventuallyAsync(
            async () =>
            {
                alerts = await bridge.AlertsAsync("?state=all");
                found = alerts.Find(alert => Text(alert, "kind") == kind && Text(alert, "rootSessionId") == root && (state is null || Text(alert, "state") == state));
                return found.ValueKind == JsonValueKind.Object;
            },
            () => $"no {kind} {state}; there are {string.Join('\n', alerts)}\n{string.Join('\n', bridge.Messages)}");
        return found;
    }

    /// <summary>The session's alerts are of these kinds, one each, and stay so.</summary>
    private static async Task QuietAsync(RunningBridge bridge, string root, params string[] kinds)
    {
        // Idle comes twice, and the prompt's summary after it.
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        var alerts = (await bridge.AlertsAsync("?state=all")).Where(alert => Text(alert, "rootSessionId") == root);
        Assert.Equal(kinds.Order(StringComparer.Ordinal), alerts.Select(alert => Text(alert, "kind")).Order(StringComparer.Ordinal));
    }

    private static async Task EventuallyAsync(Func<Task<bool>> condition, Func<string> problem)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Limit, problem());
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private static string Text(JsonElement alert, string name) => alert.GetProperty(name).GetString()!;
}
