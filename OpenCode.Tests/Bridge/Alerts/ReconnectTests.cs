using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.Settings;

namespace OpenCode.Tests.Bridge.Alerts;

/// <summary>Every recording, its stream cut at every frame that means something.</summary>
public sealed class ReconnectTests
{
    private static readonly AlertSettings Settings = new() { MinDuration = TimeSpan.Zero };

    public static TheoryData<string> All => [.. Recording.Names];

    public static TheoryData<string, bool> AllTwice =>
        new(Recording.Names.SelectMany(name => new[] { new TheoryDataRow<string, bool>(name, false), new TheoryDataRow<string, bool>(name, true) }));

    [Theory]
    [MemberData(nameof(AllTwice))]
    public async Task Cut_that_loses_nothing_changes_nothing(string name, bool restart)
    {
        var events = await EventsAsync(name);
        // Who asked for a session is not known to a bridge that was restarted, until the snapshot.
        var whole = new Run(events).Play(0, events.Count).End(roots: !restart);

        for (var cut = 0; cut <= events.Count; cut++)
        {
            // The snapshot comes at once, or while the stream already goes on.
            foreach (var late in new[] { 0, 3 })
            {
                var run = new Run(events).Play(0, cut).Reconnect(restart, cut, late).Play(cut + late, events.Count).End(roots: !restart);
                Assert.True(whole.SequenceEqual(run), $"cut at {cut}, snapshot {late} later:\n{string.Join('\n', run)}\nbut whole:\n{string.Join('\n', whole)}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Cut_that_loses_frames_misses_no_open_request_and_no_end_of_a_task(string name)
    {
        var events = await EventsAsync(name);
        var whole = new Run(events).Play(0, events.Count);
        whole.End(roots: true);

        for (var cut = 0; cut < events.Count; cut++)
        {
            foreach (var lost in new[] { 1, 2, 5, 12, events.Count - cut }.Where(lost => cut + lost <= events.Count))
            {
                foreach (var restart in new[] { false, true })
                {
                    var run = new Run(events).Play(0, cut).Lose(cut, lost, restart).Play(cut + lost, events.Count);
                    run.End(roots: true);
                    var missed = whole.Kept(run.Deleted).Except(run.Kept(run.Deleted)).ToList();
                    Assert.True(missed.Count == 0, $"lost {lost} at {cut}: missed {string.Join('\n', missed)}\nof:\n{string.Join('\n', run.Kept(run.Deleted))}");
                    Assert.Empty(run.OpenIds.Except(whole.OpenIds));
                }
            }
        }
    }

    private static async Task<List<ServerEvent>> EventsAsync(string name) =>
        [.. (await Recording.FramesAsync(name)).Select(frame => frame.Event).OfType<ServerEvent>()];

    private sealed class Run
    {
        private readonly IReadOnlyList<ServerEvent> events;
        private readonly ServerState server = new();
        private AlertMachine machine = new("opencode", Settings);
        private DateTimeOffset now;

        public Run(IReadOnlyList<ServerEvent> events)
        {
            this.events = events;
            // The clocks of server and bridge agree, as far as the recording tells.
            now = events.OfType<PromptGiven>().Select(given => given.Prompt.At).DefaultIfEmpty(Given.Noon).Min().AddSeconds(-1);
            Connect(0);
        }

        public IEnumerable<string> OpenIds => machine.OpenAlerts.Select(alert => alert.Id);

        /// <summary>Sessions that were deleted while nobody listened: nobody can tell any more what they did.</summary>
        public HashSet<string> Deleted { get; } = [];

        /// <summary>What must not be missed whatever was lost: what is still open, and tasks that ended.</summary>
        public IEnumerable<string> Kept(HashSet<string> deleted) => machine.Alerts
            .Where(alert => (alert.State == AlertState.Open || alert.Kind == AlertKind.Complete) && !deleted.Contains(alert.RootSessionId))
            .Select(alert => $"{alert.Id} {alert.Kind.Name} {alert.State.Name} {alert.Text}");

        public Run Play(int from, int to)
        {
            for (var index = from; index < Math.Min(to, events.Count); index++)
            {
                Pass(events[index]);
                server.Apply(events[index]);
                machine.Apply(events[index], now);
            }

            return this;
        }

        public Run Reconnect(bool restart, int from, int late)
        {
            Disconnect(restart);
            var snapshot = Connect(late);
            Play(from, from + late);
            if (snapshot is not null)
            {
                machine.Apply(snapshot, now);
            }

            return this;
        }

        public Run Lose(int from, int count, bool restart)
        {
            Disconnect(restart);
            for (var index = from; index < from + count; index++)
            {
                Pass(events[index]);
                server.Apply(events[index]);
                if (events[index] is SessionDeleted deleted)
                {
                    Deleted.Add(deleted.SessionId);
                }
            }

            Connect(0);
            return this;
        }

        /// <summary>Two snapshots more, which tell what is dead; then all alerts.</summary>
        public IReadOnlyList<string> End(bool roots)
        {
            for (var review = 0; review < 2; review++)
            {
                now += TimeSpan.FromSeconds(6);
                machine.Apply(server.Snapshot(now, machine.TurnsSince), now);
            }

            return [.. machine.Alerts
                .Select(alert => $"{alert.Id} {alert.Kind.Name} {alert.State.Name} {alert.Decision} {alert.DecidedBy} {(roots ? alert.RootSessionId : "")} {alert.Text}")
                .Order(StringComparer.Ordinal)];
        }

        private void Disconnect(bool restart)
        {
            if (restart)
            {
                var (known, watermark) = (machine.Alerts.ToList(), machine.Watermark);
                machine = new("opencode", Settings);
                machine.Restore(known, watermark);
            }
            else
            {
                machine.Apply(new ServerLost(OpenCodeFault.Unreachable, "gone"), now);
            }
        }

        private Snapshot? Connect(int late)
        {
            now += TimeSpan.FromMilliseconds(1);
            machine.Apply(new ServerConnected("1.18.33"), now);
            now += TimeSpan.FromMilliseconds(1);
            var snapshot = server.Snapshot(now, machine.TurnsSince);
            now += TimeSpan.FromMilliseconds(1);
            if (late > 0)
            {
                return snapshot;
            }

            machine.Apply(snapshot, now);
            return null;
        }

        private void Pass(ServerEvent serverEvent)
        {
            now += TimeSpan.FromMilliseconds(1);
            if (serverEvent is MessageEnded { Message.CompletedAt: var completed } && completed > now)
            {
                now = completed;
            }
        }
    }
}
