using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OpenCode.Tests.Bridge.Channels.Fakes;

namespace OpenCode.Tests.Bridge.Channels;

public sealed class ChannelStatesTests : IAsyncLifetime
{
    private readonly FakeWebhook webhook = new();
    private readonly FakeNtfy ntfy = new();
    private readonly TemporaryFolder folder = new();
    private FakeOpenCode server = null!;
    private RunningBridge bridge = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await webhook.StartAsync();
        await ntfy.StartAsync();
        server = await FakeOpenCode.StartAsync();
        bridge = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await bridge.DisposeAsync();
        await server.DisposeAsync();
        await webhook.DisposeAsync();
        await ntfy.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Channel_is_unused_before_its_first_message_and_works_after_it()
    {
        Assert.Equal(("unused", 0, false), Facts(await ChannelAsync()));

        server.AskPermission("per_1");
        var channel = await UntilAsync("working");

        Assert.Equal(("working", 0, true), Facts(channel));
        Assert.False(channel.TryGetProperty("lastError", out _));
    }

    [Fact]
    public async Task Service_that_fails_is_told_with_the_queue_and_its_error_is_remembered_also_over_a_restart()
    {
        webhook.Chance = _ => new Fault.Status(503);
        server.AskPermission("per_1");

        var failing = await UntilAsync("retrying");
        Assert.Equal(("retrying", 1, false), Facts(failing));
        Assert.Equal("it does not work right now (503)", failing.GetProperty("lastError").GetString());
        Assert.True(failing.GetProperty("retryAt").GetDateTime() >= failing.GetProperty("lastErrorAt").GetDateTime());

        webhook.Chance = _ => null;
        await UntilAsync("working");
        await bridge.DisposeAsync();
        bridge = await StartAsync();
        var working = await ChannelAsync();
        Assert.Equal(("working", 0, true), Facts(working));
        Assert.Equal("it does not work right now (503)", working.GetProperty("lastError").GetString());
        Assert.False(working.TryGetProperty("retryAt", out _));
    }

    [Fact]
    public async Task Message_that_is_refused_is_counted_as_parked()
    {
        webhook.Next(new Fault.Status(400));
        server.AskPermission("per_1");

        var channel = await UntilAsync("parked");

        Assert.Equal((0, 1), (channel.GetProperty("waiting").GetInt32(), channel.GetProperty("parked").GetInt32()));
    }

    [Fact]
    public async Task One_channel_is_tested_without_the_others_and_without_a_trace_in_its_state()
    {
        var (status, body) = await TestAsync("""{"channel":"webhook"}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("webhook", Assert.Single(body.GetProperty("channels").EnumerateArray()).GetProperty("channel").GetString());
        Assert.Single(webhook.Taken);
        Assert.Empty(ntfy.Shown);
        Assert.Equal(("unused", 0, false), Facts(await ChannelAsync()));
    }

    [Theory]
    [InlineData("""{"channel":"pigeon"}""", "channel must be one of ntfy, webhook")]
    [InlineData("""{"channel":7}""", "the body must be like {} or")]
    [InlineData("[", "the body must be like {} or")]
    public async Task Test_of_no_channel_is_400_and_sends_nothing(string body, string problem)
    {
        var (status, answer) = await TestAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith(problem, answer.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Empty(webhook.Taken);
    }

    private Task<RunningBridge> StartAsync() => RunningBridge.StartAsync(
        server,
        settings =>
        {
            settings["ALERT_GRACE"] = "0s";
            settings["NTFY_TOPIC"] = ntfy.TopicUrl;
            settings["WEBHOOK_URL"] = webhook.HookUrl;
            settings["WEBHOOK_SECRET"] = FakeWebhook.DefaultSecret;
        },
        data: folder.Path);

    private async Task<(HttpStatusCode Status, JsonElement Body)> TestAsync(string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await bridge.Client.PostAsync(new Uri("/api/test", UriKind.Relative), content, Cancel);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(Cancel));
    }

    private async Task<JsonElement> ChannelAsync() =>
        (await bridge.Client.GetFromJsonAsync<JsonElement>("/api/channels", Cancel)).EnumerateArray().Single(channel => channel.GetProperty("name").GetString() == "webhook");

    private async Task<JsonElement> UntilAsync(string state)
    {
        JsonElement channel = default;
        await bridge.UntilAsync(async () => (channel = await ChannelAsync()).GetProperty("state").GetString() == state);
        return channel;
    }

    private static (string? State, int Waiting, bool Succeeded) Facts(JsonElement channel) =>
        (channel.GetProperty("state").GetString(), channel.GetProperty("waiting").GetInt32(), channel.TryGetProperty("lastSuccess", out _));
}
