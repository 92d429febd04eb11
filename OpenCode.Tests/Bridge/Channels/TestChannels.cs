using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenCode.Bridge.Channels;
using OpenCode.Bridge.Decisions.Tokens;
using OpenCode.Bridge.Settings;
using OpenCode.Tests.Bridge.Channels.Fakes;

namespace OpenCode.Tests.Bridge.Channels;

/// <summary>The bridge's channels, registered as the bridge does it, and the fakes behind them.</summary>
internal sealed class TestChannels : IAsyncDisposable
{
    public const string Key = "0123456789abcdef0123456789abcdef";

    private ServiceProvider services = null!;

    private TestChannels(TimeProvider time)
    {
        Ntfy = new FakeNtfy(time: time);
        Discord = new FakeDiscord(time: time);
        Webhook = new FakeWebhook(time: time);
    }

    public FakeNtfy Ntfy { get; }

    public FakeDiscord Discord { get; }

    public FakeWebhook Webhook { get; }

    public IChannel this[string name] => services.GetServices<IChannel>().Single(channel => channel.Name == name);

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public FakeService Fake(string name) => name switch
    {
        "ntfy" => Ntfy,
        "discord" => Discord,
        _ => Webhook,
    };

    public static async Task<TestChannels> StartAsync(
        TimeProvider? time = null,
        Func<NtfySettings, NtfySettings>? ntfy = null,
        Func<BridgeSettings, BridgeSettings>? settings = null,
        ChannelTimings? timings = null)
    {
        var clock = time ?? TimeProvider.System;
        var channels = new TestChannels(clock);
        await Task.WhenAll(channels.Ntfy.StartAsync(), channels.Discord.StartAsync(), channels.Webhook.StartAsync());
        var all = new ChannelSettings
        {
            Ntfy = (ntfy ?? (same => same))(new(new(channels.Ntfy.TopicUrl), null, null, null)),
            Discord = new(new(channels.Discord.WebhookUrl)),
            Webhook = new(new(channels.Webhook.HookUrl), FakeWebhook.DefaultSecret),
        };
        var bridge = new BridgeSettings([], null, new Uri("https://oc.example/"), []) { SigningKey = Key, Channels = all };
        bridge = (settings ?? (same => same))(bridge);
        var collection = new ServiceCollection();
        collection.AddSingleton(clock);
        collection.AddSingleton(bridge);
        collection.AddLogging();
        collection.AddMetrics();
        collection.TryAddSingleton(timings ?? new ChannelTimings());
        collection.AddDecisionTokens();
        collection.AddChannels(bridge.Channels);
        channels.services = collection.BuildServiceProvider();
        return channels;
    }

    public Task<SendResult> SendAsync(string name, ChannelMessage message) => this[name].SendAsync(message, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Ntfy.DisposeAsync();
        await Discord.DisposeAsync();
        await Webhook.DisposeAsync();
    }
}
