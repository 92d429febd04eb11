using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OpenCode.Bridge;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.Watching;
using static OpenCode.Tests.Bridge.Given;

namespace OpenCode.Tests.Bridge.Watching;

/// <summary>When the watcher asks again, in the watcher's own time.</summary>
public sealed class ServerReviewTests
{
    private readonly FakeTimeProvider time = new();
    private readonly ServerTimings timings = new();

    [Fact]
    public async Task Request_that_nobody_waits_for_is_withdrawn_by_a_second_snapshot_soon_after()
    {
        var server = new ListingServer(time, running: false);
        await using var metrics = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var telemetry = new BridgeTelemetry(metrics.GetRequiredService<IMeterFactory>());
        var store = new AlertStore([server], new(), new NoJournal(), telemetry, time);
        using var watcher = Watcher(server, store, telemetry);
        await watcher.StartAsync(TestContext.Current.CancellationToken);

        await AdvanceUntilAsync(() => store.List(openOnly: false, 1) is [{ State: AlertState.Withdrawn }]);

        Assert.InRange(server.Gap(0, 1), timings.Confirm, timings.Review / 2);
        await watcher.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Request_that_is_waited_for_is_reviewed_now_and_then()
    {
        var server = new ListingServer(time, running: true);
        await using var metrics = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var telemetry = new BridgeTelemetry(metrics.GetRequiredService<IMeterFactory>());
        var store = new AlertStore([server], new(), new NoJournal(), telemetry, time);
        using var watcher = Watcher(server, store, telemetry);
        await watcher.StartAsync(TestContext.Current.CancellationToken);

        await AdvanceUntilAsync(() => server.Snapshots.Count == 2);

        Assert.InRange(server.Gap(0, 1), timings.Review, timings.Review * 2);
        Assert.Single(store.List(openOnly: true, 10));
        await watcher.StopAsync(TestContext.Current.CancellationToken);
    }

    private ServerWatcher Watcher(IOpenCodeServer server, AlertStore store, BridgeTelemetry telemetry) =>
        new(server, new ServerStatus(server.Name), store, new UsageMeter(telemetry), timings, telemetry, time, NullLogger<ServerWatcher>.Instance);

    // A step may come before the delay that it should end is begun: the next one ends it.
    private async Task AdvanceUntilAsync(Func<bool> condition)
    {
        for (var steps = 0; !condition(); steps++)
        {
            Assert.True(steps < 2_000, "nothing happened");
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Connected for ever; lists one request.</summary>
    private sealed class ListingServer(TimeProvider time, bool running) : IOpenCodeServer
    {
        public string Name => "opencode";

        public ConcurrentQueue<DateTimeOffset> Snapshots { get; } = [];

        public TimeSpan Gap(int first, int second) => Snapshots.ElementAt(second) - Snapshots.ElementAt(first);

        public async IAsyncEnumerable<ServerEvent> ReadEventsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            yield return new ServerConnected("1.18.33");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        public Task<Snapshot> TakeSnapshotAsync(SnapshotScope scope, CancellationToken cancellationToken)
        {
            Snapshots.Enqueue(time.GetUtcNow());
            var snapshot = Given.Snapshot(time.GetUtcNow(), Permission("per_1"));
            return Task.FromResult(running ? snapshot : snapshot with { States = new Dictionary<string, SessionState>() });
        }

        public Task<ReplyOutcome> ReplyAsync(OpenRequest request, Reply reply, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
