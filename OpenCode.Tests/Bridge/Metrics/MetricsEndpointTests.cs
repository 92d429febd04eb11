using System.Net;
using System.Text.Json;
using OpenCode.Tests.Bridge.Channels.Fakes;

namespace OpenCode.Tests.Bridge.Metrics;

public sealed class MetricsEndpointTests
{
    /// <summary>The contract's metrics: name, type, labels.</summary>
    private static readonly (string Name, string Type, string[] Labels)[] Contract =
    [
        ("opencode_stream_connected", "gauge", ["server"]),
        ("opencode_stream_events_total", "counter", ["server", "outcome"]),
        ("opencode_alerts_total", "counter", ["kind"]),
        ("opencode_alerts_open", "gauge", ["kind"]),
        ("opencode_deliveries_total", "counter", ["channel", "outcome"]),
        ("opencode_outbox_pending", "gauge", ["channel"]),
        ("opencode_alert_delivery_seconds", "histogram", []),
        ("opencode_decision_seconds", "histogram", []),
        ("opencode_sessions", "gauge", ["server", "state"]),
        ("opencode_tokens_total", "counter", ["server", "provider", "model", "kind"]),
        ("opencode_cost_usd_total", "counter", ["server", "provider", "model"]),
        ("opencode_server_up", "gauge", ["server"]),
    ];

    [Fact]
    public async Task Metrics_of_a_bridge_at_work_are_those_of_the_contract()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var webhook = new FakeWebhook();
        await webhook.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server, settings => (settings["WEBHOOK_URL"], settings["WEBHOOK_SECRET"], settings["ALERT_GRACE"]) = (webhook.HookUrl, FakeWebhook.DefaultSecret, "0s"));
        server.AskPermission("per_1");
        await bridge.UntilAsync(() => Task.FromResult(webhook.Taken.Count > 0));
        await bridge.DecideAsync(await bridge.UntilAlertAsync(), """{"decision":"once"}""");
        EndTurn(server, "msg_1");
        await UntilAsync(bridge, "opencode_tokens_total", 5, ("server", "opencode"), ("provider", "anthropic"), ("model", "claude"), ("kind", "input"));

        var page = await ReadAsync(bridge.Client);

        Assert.Equal(
            Contract.OrderBy(metric => metric.Name, StringComparer.Ordinal).Select(metric => (metric.Name, metric.Type)),
            page.Types.Select(type => (type.Key, type.Value)));
        Assert.All(page.Samples, sample =>
        {
            var (_, type, labels) = Assert.Single(Contract, metric => sample.Name == metric.Name || (metric.Type == "histogram" && sample.Name.StartsWith(metric.Name, StringComparison.Ordinal)));
            Assert.Equal(type == "histogram" && sample.Labels.ContainsKey("le") ? ["le"] : labels, sample.Labels.Keys);
        });
    }

    [Fact]
    public async Task Each_message_of_a_model_is_counted_once_whoever_tells_of_it()
    {
        await using var server = await FakeOpenCode.StartAsync(fake => fake.Updated = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        await using var bridge = await RunningBridge.StartAsync(server);
        EndTurn(server, "msg_1");
        EndTurn(server, "msg_1");
        await UntilAsync(bridge, "opencode_cost_usd_total", 0.25, ("server", "opencode"), ("provider", "anthropic"), ("model", "claude"));

        // A gap, in which a further message ended: the snapshot tells of both.
        server.EndStreams();
        EndTurn(server, "msg_2", announce: false);
        await UntilAsync(bridge, "opencode_cost_usd_total", 0.5, ("server", "opencode"), ("provider", "anthropic"), ("model", "claude"));

        var page = await ReadAsync(bridge.Client);
        Assert.Equal(
            [("cache_read", 4), ("cache_write", 2), ("input", 10), ("output", 8), ("reasoning", 6)],
            page.Samples.Where(sample => sample.Name == "opencode_tokens_total").Select(sample => (sample.Labels["kind"], (int)sample.Value)).Order());
    }

    [Fact]
    public async Task Metrics_follow_a_permission_from_the_stream_to_the_decision()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_1");
        var alert = await bridge.UntilAlertAsync();
        var open = await ReadAsync(bridge.Client);

        await bridge.DecideAsync(alert, """{"decision":"once"}""");

        var decided = await ReadAsync(bridge.Client);
        Assert.Equal(
            (1, 1, 1, 0),
            (open.Value("opencode_stream_connected", ("server", "opencode")),
             open.Value("opencode_alerts_open", ("kind", "permission")),
             open.Value("opencode_sessions", ("server", "opencode"), ("state", "waiting")),
             open.Value("opencode_decision_seconds_count")));
        Assert.Equal(
            (1, 0, 1, 0),
            (decided.Value("opencode_alerts_total", ("kind", "permission")),
             decided.Value("opencode_alerts_total", ("kind", "error")),
             decided.Value("opencode_decision_seconds_count"),
             decided.Value("opencode_alerts_open", ("kind", "permission"))));
        Assert.True(decided.Value("opencode_stream_events_total", ("server", "opencode"), ("outcome", "handled")) > 0);
    }

    [Fact]
    public async Task Server_that_refuses_is_up_and_not_connected()
    {
        await using var server = await FakeOpenCode.StartAsync(fake => fake.Password = "theirs");
        await using var bridge = await RunningBridge.StartAsync(
            server,
            settings => (settings["OPENCODE_SERVER_PASSWORD"], settings["BRIDGE_PASSWORD"]) = ("wrong", "right"),
            connected: false);

        await bridge.UntilAsync(async () => (await ReadAsync(bridge.Client)).Value("opencode_server_up", ("server", "opencode")) == 1);

        Assert.Equal(0, (await ReadAsync(bridge.Client)).Value("opencode_stream_connected", ("server", "opencode")));
    }

    [Fact]
    public async Task Second_listener_serves_metrics_and_probes_and_the_first_one_everything_else()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server, settings => settings["BRIDGE_METRICS_URLS"] = "http://127.0.0.1:0");
        using var metrics = new HttpClient { BaseAddress = bridge.Urls[1] };

        Assert.NotEqual(bridge.Url.Port, metrics.BaseAddress.Port);
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound],
            await StatusesAsync(metrics, "/metrics", "/health", "/alive", "/", "/api/alerts", "/inbox.js", "/metrics/more"));
        Assert.Equal(
            [HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK],
            await StatusesAsync(bridge.Client, "/metrics", "/health", "/alive", "/", "/api/alerts"));
    }

    [Fact]
    public async Task Metrics_need_neither_password_nor_name()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server, settings => settings["BRIDGE_PASSWORD"] = "right");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { Host = "10.1.2.3:8082" } };

        using var response = await bridge.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
    }

    /// <summary>A model's message is complete: 15 tokens for 0.25 $.</summary>
    private static void EndTurn(FakeOpenCode server, string id, bool announce = true)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var info = JsonSerializer.Serialize(new
        {
            id, sessionID = "ses_use", role = "assistant", parentID = "msg_0", finish = "stop", providerID = "anthropic", modelID = "claude", cost = 0.25,
            time = new { created = now, completed = now }, tokens = new { input = 5, output = 4, reasoning = 3, cache = new { read = 2, write = 1 } },
        });
        var prompt = JsonSerializer.Serialize(new { id = "msg_0", sessionID = "ses_use", role = "user", time = new { created = now } });
        server.Messages["ses_use"] = [.. server.Messages.GetValueOrDefault("ses_use", [$$"""{"info":{{prompt}}}"""]).Where(message => !message.Contains(id, StringComparison.Ordinal)), $$"""{"info":{{info}}}"""];
        server.Sessions["ses_use"] = (Given.Folder, "Used", null);
        if (announce)
        {
            server.Send(Given.Folder, "message.updated", $$"""{"sessionID":"ses_use","info":{{info}}}""");
        }
    }

    private static Task UntilAsync(RunningBridge bridge, string name, double value, params (string, string)[] labels) => bridge.UntilAsync(async () =>
        await ReadAsync(bridge.Client) is var page && page.Samples.Any(sample => sample.Name == name) && Math.Abs(page.Value(name, labels) - value) < 1e-9);

    private static async Task<PrometheusPage> ReadAsync(HttpClient client) =>
        PrometheusPage.Parse(await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken));

    private static async Task<List<HttpStatusCode>> StatusesAsync(HttpClient client, params string[] paths)
    {
        var statuses = new List<HttpStatusCode>();
        foreach (var path in paths)
        {
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            statuses.Add(response.StatusCode);
        }

        return statuses;
    }
}
