using System.Globalization;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;
using OpenCode.Tests.Bridge.OpenCode;

namespace OpenCode.Tests.Bridge;

/// <summary>
/// Frames of the real server, broken in every way that comes to mind, through intake and machine. Some 20,000 of them in
/// every run; <c>OPENCODE_FUZZ_FRAMES=1000000</c> sets another number and looks at the memory too, for which nothing else
/// may run in the process.
/// </summary>
public sealed class FuzzTests
{
    private static readonly int? Wanted =
        int.TryParse(Environment.GetEnvironmentVariable("OPENCODE_FUZZ_FRAMES"), NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) ? wanted : null;

    [Fact]
    public async Task Mutated_frames_neither_stop_the_stream_nor_the_machine()
    {
        var frames = Wanted ?? 20_000;
        var now = new DateTimeOffset(2026, 11, 23, 7, 0, 0, TimeSpan.Zero);
        var machine = new AlertMachine("opencode", new() { MinDuration = TimeSpan.Zero, Expire = TimeSpan.FromHours(1) });
        using var server = new RecordedServer(() => new MutatedStream(frames, seed: 20261125));
        var (events, changes) = (0L, 0L);
        var memory = new List<long>();

        await foreach (var serverEvent in server.ReadAsync())
        {
            now += TimeSpan.FromMilliseconds(10);
            changes += machine.Apply(serverEvent, now).Count;
            if (++events % 1_000 == 0)
            {
                changes += machine.Tick(now).Count;
                machine.TakeOverdue(now);
                // A review, as the watcher takes one every minute: what the server does not list any more is withdrawn.
                changes += machine.Apply(Given.Snapshot(now), now).Count;
                if (Wanted is not null && events % 20_000 == 0)
                {
                    memory.Add(GC.GetTotalMemory(forceFullCollection: true));
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{frames} frames, {events} events, {changes} changes, {machine.Alerts.Count()} alerts; MB: {string.Join(' ', memory.Select(bytes => bytes >> 20))}");
        Assert.True(events > frames / 20, $"only {events} events: the mutations break every frame");
        Assert.True(changes > 100);
        Assert.Single(machine.Apply(new RequestAsked(Given.Permission("per_after", session: "ses_after")), now));
        if (memory.Count > 2)
        {
            // The first part fills what is remembered of the past up to its limits.
            Assert.InRange(memory[^1], 0, memory[memory.Count / 2] + (16 << 20));
        }
    }
}
