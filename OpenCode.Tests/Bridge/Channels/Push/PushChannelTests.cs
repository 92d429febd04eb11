using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OpenCode.Bridge.Channels;
using OpenCode.Bridge.Channels.Push;
using OpenCode.Bridge.Outbox;
using OpenCode.Tests.Bridge.Channels.Fakes;

namespace OpenCode.Tests.Bridge.Channels.Push;

public sealed class PushChannelTests : IAsyncLifetime
{
    private readonly FakePush push = new();
    private readonly TemporaryFolder folder = new();
    private FakeOpenCode server = null!;
    private RunningBridge bridge = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await push.StartAsync();
        server = await FakeOpenCode.StartAsync();
        bridge = await StartAsync();
        push.Key = (await ListAsync()).GetProperty("publicKey").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        await bridge.DisposeAsync();
        await server.DisposeAsync();
        await push.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Alert_and_its_end_reach_the_browser_encrypted_and_signed()
    {
        await SubscribeAsync("one");
        server.AskPermission("per_1", command: "rm -rf \"build\"");
        await bridge.UntilAsync(() => Task.FromResult(push.Taken.Count == 1));

        var opened = push.Taken[0];
        var alert = await bridge.UntilAlertAsync();
        Assert.Equal(
            (Id(alert), "Permission: bash · A title", "rm -rf \"build\"", Id(alert), true, false, true),
            (Text(opened, "id"), Text(opened, "title"), Text(opened, "body"), Text(opened, "open"), Is(opened, "waits"), Is(opened, "silent"), Is(opened, "again")));
        Assert.Equal("high", opened.Urgency);
        await bridge.DecideAsync(alert, """{"decision":"once"}""");
        await bridge.UntilAsync(() => Task.FromResult(push.Taken.Count == 2));

        var closed = push.Taken[1];
        Assert.Equal((Id(alert), true, false, opened.Topic), (Text(closed, "id"), Is(closed, "silent"), Is(closed, "waits"), closed.Topic));
        Assert.StartsWith("Allowed once by inbox", Text(closed, "title"), StringComparison.Ordinal);
        Assert.Empty(push.Problems);
    }

    [Fact]
    public async Task Subscription_and_key_outlive_a_restart_and_the_key_is_the_owners_alone()
    {
        await SubscribeAsync("one");
        await bridge.DisposeAsync();
        bridge = await StartAsync();

        Assert.Equal(push.Key, (await ListAsync()).GetProperty("publicKey").GetString());
        server.AskPermission("per_1");
        await bridge.UntilAsync(() => Task.FromResult(push.Taken.Count == 1));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder.Path, PushKeys.FileName)));
        }
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    public async Task Browser_that_left_is_forgotten_and_the_others_are_told(int status)
    {
        await SubscribeAsync("one");
        await SubscribeAsync("two");
        push.Chance = call => call.Path.EndsWith("/one", StringComparison.Ordinal) ? new Fault.Status(status) : null;

        server.AskPermission("per_1");

        await bridge.UntilAsync(async () => (await ListAsync()).GetProperty("browsers").GetArrayLength() == 1);
        await bridge.UntilAsync(() => Task.FromResult(push.Shown("two").Count == 1));
        await bridge.UntilAsync(async () => State(await ChannelAsync()) == "working");
        Assert.Single(push.Calls, call => call.Path.EndsWith("/one", StringComparison.Ordinal));
        Assert.DoesNotContain(bridge.Messages, line => line.Contains("/push/one", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Browser_that_took_a_message_does_not_get_it_again_while_another_is_tried()
    {
        await SubscribeAsync("one");
        await SubscribeAsync("two");
        var failures = 0;
        push.Chance = call => call.Path.EndsWith("/two", StringComparison.Ordinal) && failures++ < 2 ? new Fault.Status(503) : null;

        server.AskPermission("per_1");

        await bridge.UntilAsync(() => Task.FromResult(push.Taken.Any(one => one.Browser == "two")));
        Assert.Single(push.Taken, one => one.Browser == "one");
    }

    [Fact]
    public async Task Dead_push_service_of_one_browser_holds_up_nobody_for_ever()
    {
        await SubscribeAsync("one");
        await SubscribeAsync("two");
        push.Chance = call => call.Path.EndsWith("/two", StringComparison.Ordinal) ? new Fault.Reset() : null;

        server.AskPermission("per_1");

        await bridge.UntilAsync(async () => State(await ChannelAsync()) == "working");
        Assert.Single(push.Taken);
        Assert.InRange(push.Calls.Count(call => call.Path.EndsWith("/two", StringComparison.Ordinal)), 2, 5);
    }

    [Fact]
    public async Task Nothing_is_meant_for_browsers_before_one_subscribes()
    {
        server.AskPermission("per_1");
        Assert.Empty((await bridge.UntilAlertAsync()).GetProperty("deliveries").EnumerateArray());
        Assert.Empty((await bridge.Client.GetFromJsonAsync<JsonElement>("/api/channels", Cancel)).EnumerateArray());

        await SubscribeAsync("one");
        Assert.Equal("unused", State(await ChannelAsync()));
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync("/api/push/unsubscribe", $$"""{"id":"{{PushSubscription.IdOf($"{push.Url}/push/one")}}"}""")).Status);

        server.AskPermission("per_2", command: "make");
        Assert.Empty((await bridge.UntilAlertAsync(alert => alert.GetProperty("text").GetString() == "make")).GetProperty("deliveries").EnumerateArray());
        Assert.Empty(push.Calls);
    }

    [Theory]
    [MemberData(nameof(NtfyChannelTests.Hostile), MemberType = typeof(NtfyChannelTests))]
    public async Task Hostile_text_fits_and_arrives_as_text(string name, string text)
    {
        await SubscribeAsync("one");

        var result = await bridge.Services.GetRequiredService<PushChannel>().SendAsync(GivenMessage.Opened(GivenMessage.Permission(text, title: text)), Cancel);

        Assert.True(result is SendResult.Accepted, $"{name}: {result} {string.Join(';', push.Problems)}");
        Assert.InRange(Assert.Single(push.Taken).Length, 103, 4096);
    }

    [Theory]
    [InlineData("{}", "the body must be like")]
    [InlineData("[", "the body must be like")]
    [InlineData("""{"endpoint":"https://push.example/1","keys":{"p256dh":"%","auth":"AAAA"}}""", "the body must be like")]
    [InlineData("""{"endpoint":"https://push.example/1","keys":{"p256dh":"AAAA","auth":"AAAA"}}""", "keys must be those of the browser")]
    [InlineData("""{"endpoint":"http://push.example/1","keys":{"p256dh":"AAAA","auth":"AAAA"}}""", "endpoint must be an https:// URL")]
    [InlineData("""{"endpoint":"https://192.168.1.1/1","keys":{"p256dh":"AAAA","auth":"AAAA"}}""", "endpoint must be an https:// URL")]
    public async Task What_is_no_subscription_is_refused_and_says_why(string body, string problem)
    {
        var (status, answer) = await PostAsync("/api/push/subscribe", body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith(problem, answer.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Empty((await ListAsync()).GetProperty("browsers").EnumerateArray());
    }

    [Fact]
    public async Task Twenty_browsers_are_enough_and_one_that_comes_back_is_the_same()
    {
        for (var index = 0; index < 20; index++)
        {
            await SubscribeAsync($"browser-{index}");
        }

        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync("/api/push/subscribe", push.Subscribe("more").Json())).Status);
        await SubscribeAsync("browser-3");
        Assert.Equal(20, (await ListAsync()).GetProperty("browsers").GetArrayLength());
    }

    [Fact]
    public async Task Endpoints_and_keys_are_not_told_back()
    {
        var browser = await SubscribeAsync("one");

        var listed = (await ListAsync()).GetRawText();

        Assert.Contains("Firefox on Android", listed, StringComparison.Ordinal);
        Assert.DoesNotContain("push/one", listed, StringComparison.Ordinal);
        Assert.DoesNotContain(Base64Url.EncodeToString(browser.Auth), listed, StringComparison.Ordinal);
    }

    private Task<RunningBridge> StartAsync() => RunningBridge.StartAsync(
        server,
        settings => settings["ALERT_GRACE"] = "0s",
        services =>
        {
            services.AddSingleton(new PushPolicy { Loopback = true });
            services.AddSingleton(new DeliveryTimings { BackOff = TimeSpan.FromMilliseconds(5), BackOffLimit = TimeSpan.FromMilliseconds(20), PauseLimit = TimeSpan.FromMilliseconds(20) });
        },
        data: folder.Path);

    private async Task<FakeBrowser> SubscribeAsync(string name)
    {
        var browser = push.Subscribe(name);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync("/api/push/subscribe", browser.Json())).Status);
        return browser;
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await bridge.Client.PostAsync(new Uri(path, UriKind.Relative), content, Cancel);
        return (response.StatusCode, response.StatusCode == HttpStatusCode.NoContent ? default : await response.Content.ReadFromJsonAsync<JsonElement>(Cancel));
    }

    private Task<JsonElement> ListAsync() => bridge.Client.GetFromJsonAsync<JsonElement>("/api/push", Cancel);

    private async Task<JsonElement> ChannelAsync() =>
        (await bridge.Client.GetFromJsonAsync<JsonElement>("/api/channels", Cancel)).EnumerateArray().Single(channel => channel.GetProperty("name").GetString() == "webpush");

    private static string? State(JsonElement channel) => channel.GetProperty("state").GetString();

    private static string? Id(JsonElement alert) => alert.GetProperty("id").GetString();

    private static string? Text(PushDelivery delivery, string name) => delivery.Message.GetProperty(name).GetString();

    private static bool Is(PushDelivery delivery, string name) => delivery.Message.GetProperty(name).GetBoolean();
}
