using System.Collections.Concurrent;
using System.Net;
using OpenCode.Tests.Bridge.Channels.Fakes;

namespace OpenCode.Tests.Bridge.Crash;

/// <summary>
/// A day of one server, three channels and the people behind them, during which the bridge is killed. People are patient:
/// who gets no answer presses again.
/// </summary>
internal sealed class CrashDay : IAsyncDisposable
{
    private readonly Random random;
    private readonly ChannelFaults faults;
    private Ambush? ambush;

    private CrashDay(int seed, CrashStage stage)
    {
        random = new(seed);
        faults = new(random.Next());
        Stage = stage;
    }

    public CrashStage Stage { get; }

    /// <summary>Titles of the sessions whose task came to its end.</summary>
    public ConcurrentBag<string> Completed { get; } = [];

    public ConcurrentBag<(string Request, string Alert)> Decided { get; } = [];

    /// <summary>True: no more kills.</summary>
    public bool IsEvening { get; private set; }

    public CrashTally Tally { get; } = new();

    public static async Task<CrashDay> RunAsync(int seed, int kills)
    {
        var day = new CrashDay(seed, await CrashStage.StartAsync());
        try
        {
            await day.RunAsync(kills);
            return day;
        }
        catch
        {
            await day.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => Stage.DisposeAsync();

    private async Task RunAsync(int kills)
    {
        foreach (var (name, channel) in Stage.Channels)
        {
            // A message that Discord took without saying so is sent again: counted apart from those of a kill, so not made here.
            channel.Chance = call => Volatile.Read(ref ambush)?.Spring(name, call) ?? (Fault?)faults.Next(takes: name != "discord");
        }

        var people = new CrashScript(this, random.Next());
        var script = people.RunAsync();
        for (var kill = 0; kill < kills; kill++)
        {
            // Most times at its work, sometimes over its start.
            if (random.Next(4) > 0)
            {
                await Stage.UntilAsync(async () => await Stage.HealthAsync() is not null);
            }

            await KillAsync(wait: random.Next(0, 600));
            Stage.Start();
        }

        IsEvening = true;
        await script;
        faults.Stop();
        await Stage.UntilAsync(SettledAsync);
        await people.LeaveAsync();
        await Stage.UntilAsync(SettledAsync);
        Tally.Count(Stage, faults.TakenUnheard);
    }

    /// <summary>Mostly at any moment, else when a channel has taken a message and has not answered.</summary>
    private async Task KillAsync(int wait)
    {
        if (random.Next(3) > 0)
        {
            await CrashStage.WaitAsync(wait);
            await Stage.Bridge.KillAsync();
            Tally.Killed(await Stage.TakenUnnoticedAsync(), aimed: false);
            return;
        }

        var set = new Ambush(Stage.Channels.Keys.ElementAt(random.Next(3)), Stage.Bridge);
        Volatile.Write(ref ambush, set);
        for (var waited = 0; waited < 2_000 && !Stage.Bridge.HasExited; waited += 10)
        {
            await CrashStage.WaitAsync(10);
        }

        Volatile.Write(ref ambush, null);
        await Stage.Bridge.KillAsync();
        Tally.Killed(await Stage.TakenUnnoticedAsync(), aimed: set.Sprung);
    }

    /// <summary>The bridge knows what the server knows, and nothing waits to be sent.</summary>
    private async Task<bool> SettledAsync()
    {
        if (await Stage.HealthAsync() != HttpStatusCode.OK)
        {
            return false;
        }

        var alerts = await Stage.ReadAlertsAsync();
        var open = alerts.Where(alert => alert.GetProperty("state").GetString() == "open").SelectMany(alert => alert.GetProperty("requestIds").EnumerateArray()).Select(id => id.GetString());
        return open.ToHashSet().SetEquals(Stage.Server.Pending.Keys)
            && Completed.All(title => alerts.Any(alert => alert.GetProperty("title").GetString() == title))
            && alerts.SelectMany(alert => alert.GetProperty("deliveries").EnumerateArray()).All(delivery => delivery.GetProperty("state").GetString() is "sent" or "dropped");
    }

    /// <summary>Kills a bridge over its next alert on a channel, once.</summary>
    private sealed class Ambush(string channel, BridgeProcess bridge)
    {
        private int sprung;

        public bool Sprung => sprung > 0;

        /// <summary>Null: the call is none of it.</summary>
        public Fault.Struck? Spring(string name, FakeCall call) =>
            // The word that the bridge is silent is no alert.
            name == channel && call.Method == "POST" && !call.Body.Contains("\"delay\"", StringComparison.Ordinal) && Interlocked.Exchange(ref sprung, 1) == 0
                ? new Fault.Struck(bridge.KillAsync, Taken: true)
                : null;
    }
}
