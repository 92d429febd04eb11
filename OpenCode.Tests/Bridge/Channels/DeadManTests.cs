using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OpenCode.Bridge.Channels;
using OpenCode.Bridge.Decisions.Tokens;
using OpenCode.Bridge.Settings;
using OpenCode.Tests.Bridge.Channels.Fakes;

namespace OpenCode.Tests.Bridge.Channels;

public sealed class DeadManTests
{
    // The clock of the test runs ahead of the calls.
    private static readonly ChannelTimings Patient = new() { Send = TimeSpan.FromHours(10) };

    private readonly FakeTimeProvider time = new(GivenMessage.Noon);

    [Fact]
    public async Task Living_bridge_puts_its_alarm_off_and_a_dead_one_is_told()
    {
        await using var channels = await TestChannels.StartAsync(time, timings: Patient);
        var bridge = await StartAsync(channels);

        for (var minute = 1; minute <= 10; minute++)
        {
            await MinuteAsync(channels, minute + 1);
            Assert.Single(channels.Ntfy.Waiting);
            Assert.Empty(channels.Ntfy.Shown);
        }

        // Dies without a word: nothing puts the alarm off any more.
        Kill(bridge);
        time.Advance(TimeSpan.FromMinutes(5));

        var shown = Assert.Single(channels.Ntfy.Shown);
        Assert.Equal("The OpenCode bridge is silent", shown.Title);
        Assert.Equal(5, shown.Content.Priority);
    }

    [Fact]
    public async Task Stop_in_good_order_is_told_mildly_and_a_start_takes_it_back()
    {
        await using var channels = await TestChannels.StartAsync(time, timings: Patient);
        var bridge = await StartAsync(channels);

        await bridge.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal("The OpenCode bridge is stopped", Assert.Single(channels.Ntfy.Waiting).Title);
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(3, Assert.Single(channels.Ntfy.Shown).Content.Priority);
        var next = await StartAsync(channels, 3);

        Assert.Empty(channels.Ntfy.Shown);
        Assert.Single(channels.Ntfy.Waiting);
        Kill(next);
    }

    [Fact]
    public async Task Two_bridges_on_one_topic_have_an_alarm_each()
    {
        await using var channels = await TestChannels.StartAsync(time, timings: Patient);
        await using var others = await TestChannels.StartAsync(
            time,
            ntfy => ntfy with { Topic = new(channels.Ntfy.TopicUrl) },
            settings => settings with { SigningKey = "another key, but of 32 bytes or more" },
            Patient);

        var bridge = await StartAsync(channels);
        var other = Make(others);
        await other.StartAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => channels.Ntfy.Waiting.Count == 2);

        Kill(bridge);
        Kill(other);
    }

    [Fact]
    public async Task Server_that_cannot_replace_gets_no_alarm()
    {
        await using var channels = await TestChannels.StartAsync(time, timings: Patient);
        channels.Ntfy.Next(new Fault.Status(404));

        var bridge = Make(channels);
        await bridge.StartAsync(TestContext.Current.CancellationToken);
        await bridge.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await bridge.StopAsync(TestContext.Current.CancellationToken);

        Assert.Empty(channels.Ntfy.Published);
    }

    [Fact]
    public async Task Server_that_was_away_gets_the_alarm_when_it_is_back()
    {
        await using var channels = await TestChannels.StartAsync(time, timings: Patient);
        channels.Ntfy.Next(new Fault.Status(503));

        var bridge = Make(channels);
        await bridge.StartAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => channels.Ntfy.Calls.Count == 1);
        await MinuteAsync(channels, 1);

        Kill(bridge);
    }

    private async Task<BackgroundService> StartAsync(TestChannels channels, int published = 1)
    {
        var bridge = Make(channels);
        await bridge.StartAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => channels.Ntfy.Calls.Count(call => call.Method == "POST") >= published);
        await UntilAsync(() => channels.Ntfy.Waiting.Count == 1);
        return bridge;
    }

    /// <summary>Moves the clock until the alarm was put off once more: the bridge's timer may not be set yet.</summary>
    private async Task MinuteAsync(TestChannels channels, int published)
    {
        time.Advance(TimeSpan.FromMinutes(1));
        await UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return channels.Ntfy.Calls.Count(call => call.Method == "POST") >= published && channels.Ntfy.Waiting.Count == 1;
        });
    }

    private DeadMan Make(TestChannels channels) => new(
        channels.Get<NtfyChannel>(),
        channels.Get<SigningKey>(),
        channels.Get<BridgeSettings>(),
        Patient,
        time,
        NullLogger<DeadMan>.Instance);

    /// <summary>Ends it as a kill would: without its last word.</summary>
    private static void Kill(BackgroundService bridge) => bridge.Dispose();

    private static async Task UntilAsync(Func<bool> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(10), "Waited too long");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
