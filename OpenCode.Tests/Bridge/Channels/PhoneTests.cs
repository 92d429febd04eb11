using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OpenCode.Bridge.Channels;
using OpenCode.Tests.Bridge.Channels.Fakes;

namespace OpenCode.Tests.Bridge.Channels;

/// <summary>From the server's question to the phone and back, through the whole bridge.</summary>
public sealed class PhoneTests : IAsyncLifetime
{
    private static readonly ChannelTimings Fast = new() { ReplyBackOff = TimeSpan.FromMilliseconds(10), ReplyBackOffLimit = TimeSpan.FromMilliseconds(40) };

    private readonly TemporaryFolder data = new();
    private readonly FakeNtfy ntfy = new();
    private readonly FakeDiscord discord = new();
    private readonly FakeWebhook webhook = new();
    private FakeOpenCode server = null!;
    private RunningBridge? bridge;

    public async ValueTask InitializeAsync()
    {
        server = await FakeOpenCode.StartAsync();
        await Task.WhenAll(ntfy.StartAsync(), discord.StartAsync(), webhook.StartAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (bridge is not null)
        {
            await bridge.DisposeAsync();
        }

        await server.DisposeAsync();
        await ntfy.DisposeAsync();
        await discord.DisposeAsync();
        await webhook.DisposeAsync();
        data.Dispose();
    }

    [Fact]
    public async Task Pressed_button_allows_the_command_and_every_channel_says_so()
    {
        var port = new Uri(FreeUrl()).Port;
        bridge = await StartAsync(settings =>
        {
            settings["urls"] = $"http://127.0.0.1:{port}";
            settings["BRIDGE_PUBLIC_URL"] = $"http://127.0.0.1:{port}";
            settings["BRIDGE_PASSWORD"] = "right";
        });
        server.AskPermission("per_1", command: "make release");
        await UntilAsync(() => ntfy.Shown.Count == 1 && discord.Shown.Count == 1 && webhook.Taken.Count == 1);

        Assert.Equal(200, await Phone.PressAsync(Assert.Single(ntfy.Shown), "Once"));

        Assert.Contains("\"once\"", Assert.Single(server.Replies).Body, StringComparison.Ordinal);
        await UntilAsync(() =>
            ntfy.Shown[0].Title.StartsWith("Allowed once by ntfy", StringComparison.Ordinal)
            && discord.Shown[0].Title.StartsWith("Allowed once by ntfy", StringComparison.Ordinal)
            && webhook.Shown.Values.Single().GetProperty("state").GetString() == "decided");
        Assert.Single(discord.Shown);
    }

    [Fact]
    public async Task Reply_topic_decides_with_nothing_exposed()
    {
        bridge = await StartAsync(WithReplies);
        server.AskPermission("per_1");
        await UntilAsync(() => ntfy.Shown.Count == 1);

        Assert.Equal(200, await Phone.PressAsync(ntfy.Shown[0], "Deny"));

        await UntilAsync(() => ntfy.Shown[0].Title.StartsWith("Denied by ntfy", StringComparison.Ordinal) && !server.Replies.IsEmpty);
        Assert.Contains("\"reject\"", Assert.Single(server.Replies).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_others_write_to_the_reply_topic_decides_nothing_and_is_counted()
    {
        bridge = await StartAsync(WithReplies);
        server.AskPermission("per_1");
        await UntilAsync(() => ntfy.Shown.Count == 1 && ntfy.Readers == 1);

        ntfy.Write(ntfy.ReplyTopic, "yes, go on");
        ntfy.Write(ntfy.ReplyTopic, new string('A', 4_000));
        ntfy.Write(ntfy.ReplyTopic, "{\"decision\":\"once\"}\n");
        await Phone.PressAsync(ntfy.Shown[0], "Once");
        await UntilAsync(() => !server.Replies.IsEmpty);
        await Phone.PressAsync(ntfy.Published.First(message => message.Content.Actions.Count > 0), "Deny");

        await bridge.UntilAsync(async () => (await MetricsAsync()).Contains("opencode_replies_total{outcome=\"late\"} 1", StringComparison.Ordinal));
        var metrics = await MetricsAsync();
        Assert.Contains("opencode_replies_total{outcome=\"unknown\"} 3", metrics, StringComparison.Ordinal);
        Assert.Contains("opencode_replies_total{outcome=\"decided\"} 1", metrics, StringComparison.Ordinal);
        Assert.Single(server.Replies);
    }

    [Fact]
    public async Task Answer_that_was_sent_while_the_bridge_was_down_counts_once()
    {
        bridge = await StartAsync(WithReplies);
        server.AskPermission("per_0", command: "before");
        await UntilAsync(() => ntfy.Shown.Count == 1);
        await Phone.PressAsync(ntfy.Shown[0], "Once");
        await UntilAsync(() => server.Replies.Count == 1);
        server.AskPermission("per_1", command: "during");
        await UntilAsync(() => ntfy.Shown.Count == 2);
        await bridge.DisposeAsync();

        var reads = ntfy.Calls.Count(call => call.Method == "GET");
        Assert.Equal(200, await Phone.PressAsync(ntfy.Shown.Single(message => message.Text == "during"), "Always"));
        bridge = await StartAsync(WithReplies);

        await UntilAsync(() => server.Replies.Count == 2);
        Assert.Contains("\"always\"", server.Replies.Last().Body, StringComparison.Ordinal);
        // Goes on where it stopped instead of reading everything again.
        Assert.Matches("^\\?since=[A-Za-z0-9]{12}$", ntfy.Calls.Where(call => call.Method == "GET").ElementAt(reads).Query);
    }

    [Fact]
    public async Task Stream_that_ends_is_opened_again_and_a_refused_one_is_told_once()
    {
        bridge = await StartAsync(WithReplies);
        await UntilAsync(() => ntfy.Readers == 1);

        ntfy.Chance = call => call.Path.EndsWith("/json", StringComparison.Ordinal) ? new Fault.Status(403) : null;
        var before = ntfy.Calls.Count;
        ntfy.EndStreams();
        await UntilAsync(() => ntfy.Calls.Count > before + 4);
        ntfy.Chance = _ => null;
        await UntilAsync(() => ntfy.Readers == 1);
        server.AskPermission("per_1");
        await UntilAsync(() => ntfy.Shown.Count == 1);
        await Phone.PressAsync(ntfy.Shown[0], "Once");

        await UntilAsync(() => !server.Replies.IsEmpty);
        Assert.Single(bridge.Messages, message => message.Contains("it answers 403", StringComparison.Ordinal));
        Assert.DoesNotContain(bridge.Messages, message => message.Contains(ntfy.ReplyTopic, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Answered_elsewhere_changes_what_was_shown()
    {
        bridge = await StartAsync();
        server.AskPermission("per_1");
        await UntilAsync(() => ntfy.Shown.Count == 1 && discord.Shown.Count == 1);

        server.Pending.Clear();
        server.Send(Given.Folder, "permission.replied", """{"sessionID":"ses_1","requestID":"per_1","reply":"once"}""");

        await UntilAsync(() => ntfy.Shown[0].Title.StartsWith("Allowed once by server", StringComparison.Ordinal));
        await UntilAsync(() => discord.Shown[0].Title.StartsWith("Allowed once by server", StringComparison.Ordinal));
        Assert.Empty(ntfy.Shown[0].Content.Actions);
    }

    [Fact]
    public async Task Test_call_tries_every_channel_and_tells_what_each_made_of_it()
    {
        bridge = await StartAsync(settings => settings["BRIDGE_PASSWORD"] = "right");
        bridge.LogIn("right");
        discord.Deleted = true;

        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await bridge.Client.PostAsync(new Uri("/api/test", UriKind.Relative), content, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            ["ntfy True accepted", "discord False there is nothing at the address that is set (404)", "webhook True accepted"],
            body.GetProperty("channels").EnumerateArray().Select(one => string.Create(
                CultureInfo.InvariantCulture,
                $"{one.GetProperty("channel").GetString()} {one.GetProperty("ok").GetBoolean()} {one.GetProperty("detail").GetString()}")));
        Assert.Equal("Test of the OpenCode bridge", Assert.Single(ntfy.Shown).Title);
        Assert.Empty(await bridge.AlertsAsync("?state=all"));
    }

    private Task<RunningBridge> StartAsync(Action<Dictionary<string, string?>>? more = null) => RunningBridge.StartAsync(
        server,
        settings =>
        {
            settings["ALERT_GRACE"] = "0s";
            settings["NTFY_TOPIC"] = ntfy.TopicUrl;
            settings["DISCORD_WEBHOOK_URL"] = discord.WebhookUrl;
            settings["WEBHOOK_URL"] = webhook.HookUrl;
            settings["WEBHOOK_SECRET"] = FakeWebhook.DefaultSecret;
            more?.Invoke(settings);
        },
        services => services.AddSingleton(Fast),
        connected: more is null,
        data: data.Path);

    private void WithReplies(Dictionary<string, string?> settings) => settings["NTFY_REPLY_TOPIC"] = ntfy.ReplyTopicUrl;

    private async Task<string> MetricsAsync() => await bridge!.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);

    private Task UntilAsync(Func<bool> condition) => bridge!.UntilAsync(() => Task.FromResult(condition()));

    private static string FreeUrl()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://{listener.LocalEndpoint}";
    }
}
