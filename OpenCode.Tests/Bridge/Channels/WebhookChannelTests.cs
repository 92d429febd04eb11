using System.Text.Json;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Channels;
using OpenCode.Bridge.Settings;
using OpenCode.Tests.Bridge.Channels.Fakes;

namespace OpenCode.Tests.Bridge.Channels;

public sealed class WebhookChannelTests
{
    [Fact]
    public async Task Alert_arrives_signed_and_named()
    {
        await using var channels = await TestChannels.StartAsync();
        var alert = GivenMessage.Permission("echo \"hello\"\n\u0007");

        Assert.Equal(new SendResult.Accepted(), await channels.SendAsync("webhook", GivenMessage.Opened(alert)));
        await channels.SendAsync("webhook", GivenMessage.Closed(alert));

        Assert.Equal([$"{alert.Id}.1", $"{alert.Id}.2"], channels.Webhook.Taken.Select(delivery => delivery.Delivery));
        var shown = Assert.Single(channels.Webhook.Shown).Value;
        Assert.Equal("decided", shown.GetProperty("state").GetString());
        Assert.Equal("ada", shown.GetProperty("decidedBy").GetString());
        // A machine gets the text as it is.
        Assert.Equal(alert.Text, shown.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Without_a_secret_nothing_is_signed()
    {
        await using var receiver = new FakeWebhook(secret: null);
        await receiver.StartAsync();
        await using var channels = await TestChannels.StartAsync(settings: settings => settings with
        {
            Channels = settings.Channels with { Webhook = new WebhookSettings(new(receiver.HookUrl), null) },
        });

        Assert.IsType<SendResult.Accepted>(await channels.SendAsync("webhook", GivenMessage.Opened(GivenMessage.Permission())));
    }

    [Fact]
    public async Task Wrong_secret_is_refused_by_the_receiver()
    {
        await using var channels = await TestChannels.StartAsync(settings: settings => settings with
        {
            Channels = settings.Channels with { Webhook = settings.Channels.Webhook! with { Secret = "another" } },
        });

        Assert.IsType<SendResult.Refused>(await channels.SendAsync("webhook", GivenMessage.Opened(GivenMessage.Permission())));
    }

    [Theory]
    [MemberData(nameof(NtfyChannelTests.Hostile), MemberType = typeof(NtfyChannelTests))]
    public async Task Hostile_text_cannot_break_the_json(string name, string text)
    {
        await using var channels = await TestChannels.StartAsync();

        var result = await channels.SendAsync("webhook", GivenMessage.Opened(GivenMessage.Permission(text, title: text)));

        Assert.True(result is SendResult.Accepted, $"{name}: {result}");
        var body = Assert.Single(channels.Webhook.Taken).Body;
        Assert.Equal(JsonValueKind.String, body.GetProperty("text").ValueKind);
        Assert.Equal(AlertKind.Permission.Name, body.GetProperty("kind").GetString());
    }
}
