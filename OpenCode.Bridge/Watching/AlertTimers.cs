using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Decisions;
using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Watching;

/// <summary>Tells the machines the time, and denies what nobody decided in time.</summary>
internal sealed class AlertTimers(AlertStore store, DecisionService decisions, TimeProvider time, ILogger<AlertTimers> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                store.Tick();
                foreach (var alert in store.TakeOverdue())
                {
                    // Not awaited: a server that does not answer must not hold up the other timers.
                    _ = DenyAsync(alert, stoppingToken);
                }
            }
            catch (Exception failure)
            {
                // Without timers an outage would go unnoticed, so they go on whatever it was.
                WatchLog.TimersFailed(logger, failure);
            }

            // At least a millisecond apart: what could not be done now must not be tried in a tight loop.
            var pause = store.UntilNextTick();
            await Task.Delay(pause > Shortest ? pause : Shortest, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private async Task DenyAsync(Alert alert, CancellationToken stoppingToken)
    {
        try
        {
            await decisions.DecideAsync(alert.Id, new(ReplyKind.Reject), DecisionOrigin.Expiry, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        catch (Exception failure)
        {
            WatchLog.TimersFailed(logger, failure);
        }
    }
}
