using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Watching;

/// <summary>
/// Keeps one connection to one server for as long as the process lives: subscribe, then take a snapshot while the events
/// already flow into the store. Subscribing first means that nothing is missed; the store copes with the overlap.
/// </summary>
internal sealed class ServerWatcher(
    IOpenCodeServer server,
    ServerStatus status,
    AlertStore store,
    UsageMeter usage,
    ServerTimings timings,
    BridgeTelemetry telemetry,
    TimeProvider time,
    ILogger<ServerWatcher> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // An endless task would hold the start of the next service until its first await.
        await Task.Yield();
        var backOff = new BackOff(timings.BackOff, timings.BackOffLimit, Random.Shared);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ConnectAsync(backOff, stoppingToken);
            }
            catch (Exception failure)
            {
                WatchLog.Failed(logger, server.Name, failure);
            }

            await Task.Delay(backOff.Next(), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        status.Set(connected: false, null);
    }

    private async Task ConnectAsync(BackOff backOff, CancellationToken stoppingToken)
    {
        using var connection = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var reconciling = Task.CompletedTask;
        var since = time.GetTimestamp();
        var lost = new ServerLost(OpenCodeFault.Unreachable, $"{server.Name} ended the connection");
        try
        {
            await foreach (var serverEvent in server.ReadEventsAsync(connection.Token))
            {
                store.Apply(server.Name, serverEvent);
                if (serverEvent is ServerConnected { Version: var version })
                {
                    Report(true, null, $"OpenCode {version}");
                    since = time.GetTimestamp();
                    reconciling = ReconcileAsync(connection.Token);
                }
                else if (serverEvent is MessageEnded { Message: var message })
                {
                    usage.Add(server.Name, message);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        catch (OpenCodeException failure)
        {
            lost = new(failure.Fault, failure.Message);
        }
        catch (Exception failure)
        {
            // The watch must go on whatever it was: without it no alert comes, and nobody would notice.
            WatchLog.Failed(logger, server.Name, failure);
            lost = new(OpenCodeFault.Unexpected, $"watching {server.Name} failed");
        }

        await connection.CancelAsync();
        await reconciling;
        if (stoppingToken.IsCancellationRequested)
        {
            return;
        }

        // Only a connection that held was worth anything: a server that hangs up at once is not to be hammered.
        if (reconciling != Task.CompletedTask && time.GetElapsedTime(since) > timings.BackOffLimit)
        {
            backOff.Reset();
        }

        Report(false, lost.Fault, lost.Reason);
        // After the last snapshot of this connection: none may tell that all is well again.
        store.Apply(server.Name, lost);
    }

    /// <summary>Never throws. Takes snapshots until the connection ends: one at once, more while something may be dead.</summary>
    private async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        var backOff = new BackOff(timings.BackOff, timings.BackOffLimit, Random.Shared);
        string? told = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            TimeSpan pause;
            try
            {
                await TakeSnapshotAsync(cancellationToken);
                backOff.Reset();
                told = null;
                pause = store.Need(server.Name).Confirm ? timings.Confirm : timings.Review;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                var reason = failure is OpenCodeException ? failure.Message : failure.ToString();
                if (reason != told)
                {
                    WatchLog.SnapshotFailed(logger, server.Name, reason);
                    told = reason;
                }

                store.Apply(server.Name, failure is OpenCodeException known
                    ? new SnapshotFailed(known.Fault, known.Message)
                    : new SnapshotFailed(OpenCodeFault.Unexpected, $"{server.Name} does not tell its state"));

                pause = backOff.Next();
            }

            do
            {
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            while (pause == timings.Review && !cancellationToken.IsCancellationRequested && !store.Need(server.Name).Review);
        }
    }

    private async Task TakeSnapshotAsync(CancellationToken cancellationToken)
    {
        using var activity = telemetry.StartSnapshot(server.Name);
        var scope = store.Need(server.Name).Scope;
        var snapshot = await server.TakeSnapshotAsync(scope, cancellationToken);
        store.Apply(server.Name, snapshot);
        usage.Add(server.Name, snapshot, scope.TurnsSince);
    }

    private void Report(bool connected, OpenCodeFault? fault, string message)
    {
        // A server that is down for the night is one line, not one a try.
        if (!status.Set(connected, fault))
        {
            return;
        }

        if (connected)
        {
            WatchLog.Connected(logger, server.Name, message);
        }
        else
        {
            WatchLog.Disconnected(logger, server.Name, message);
        }
    }
}
