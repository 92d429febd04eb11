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
            await ConnectAsync(backOff, stoppingToken);
            await Task.Delay(backOff.Next(), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        status.Set(connected: false, null);
    }

    private async Task ConnectAsync(BackOff backOff, CancellationToken stoppingToken)
    {
        using var connection = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var reconciling = Task.CompletedTask;
        var since = time.GetTimestamp();
        try
        {
            await foreach (var serverEvent in server.ReadEventsAsync(connection.Token))
            {
                if (serverEvent is ServerConnected { Version: var version })
                {
                    Report(true, null, $"OpenCode {version}");
                    since = time.GetTimestamp();
                    reconciling = ReconcileAsync(connection.Token);
                }
                else
                {
                    store.Apply(server.Name, serverEvent);
                }
            }

            Report(false, OpenCodeFault.Unreachable, "the server ended the connection");
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        catch (OpenCodeException failure)
        {
            Report(false, failure.Fault, failure.Message);
        }
        catch (Exception failure)
        {
            // The watch must go on whatever it was: without it no alert comes, and nobody would notice.
            WatchLog.Failed(logger, server.Name, failure);
            status.Set(connected: false, OpenCodeFault.Unexpected);
        }
        finally
        {
            // Only a connection that held was worth anything: a server that hangs up at once is not to be hammered.
            if (status.Fault is not null && reconciling != Task.CompletedTask && time.GetElapsedTime(since) > timings.BackOffLimit)
            {
                backOff.Reset();
            }

            await connection.CancelAsync();
            await reconciling;
        }
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
                pause = store.Pending(server.Name).NeedsConfirmation ? timings.Confirm : timings.Review;
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

                pause = backOff.Next();
            }

            do
            {
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            while (pause == timings.Review && !cancellationToken.IsCancellationRequested && store.Pending(server.Name).Directories.Count == 0);
        }
    }

    private async Task TakeSnapshotAsync(CancellationToken cancellationToken)
    {
        using var activity = telemetry.StartSnapshot(server.Name);
        store.Apply(server.Name, await server.TakeSnapshotAsync(store.Pending(server.Name).Directories, cancellationToken));
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
