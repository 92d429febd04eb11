using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Channels;
using OpenCode.Bridge.Decisions;

namespace OpenCode.Bridge.Outbox;

/// <summary>Stores what could not be stored, keeps the log short, and forgets what is old.</summary>
internal sealed class OutboxKeeper(
    OutboxDatabase database,
    AlertOutbox outbox,
    AlertStore alerts,
    DecisionSender decisions,
    IEnumerable<IChannel> channels,
    OutboxSignals signals,
    TimeProvider time,
    ILogger<OutboxKeeper> logger) : BackgroundService
{
    public static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenPurges = TimeSpan.FromHours(1);

    /// <summary>What a channel refused this long before a start is tried once more.</summary>
    private static readonly TimeSpan SecondChance = TimeSpan.FromDays(1);

    private int aligned = database.Opened;
    private long? purgedAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                Look();
            }
            catch (OutboxException)
            {
                // Told by the database; again in a second.
            }
            catch (Exception failure)
            {
                OutboxLog.KeeperFailed(logger, failure);
            }

            await Task.Delay(BetweenLooks, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Look()
    {
        if (database.Problem is not null)
        {
            database.Open();
        }

        var opened = database.Opened;
        if (opened != aligned)
        {
            decisions.Resume();
            alerts.Align();
            aligned = opened;
        }

        outbox.Flush();
        database.CheckpointWhenQuiet();
        if (purgedAt is not { } last || time.GetElapsedTime(last) >= BetweenPurges)
        {
            Purge(first: purgedAt is null);
            purgedAt = time.GetTimestamp();
        }
    }

    private void Purge(bool first)
    {
        var now = time.GetUtcNow();
        database.Write(session =>
        {
            if (first)
            {
                DeliveryTable.Rearrange(session, [.. channels.Select(channel => channel.Name)], now - SecondChance, now);
            }

            var before = Sql.Milliseconds(now - Retention);
            AlertTable.Forget(session, now - Retention);
            session.Run("delete from audit where at < $1 and id not in (select audit_id from decisions)", before);
            session.Run("delete from used_tokens where used_at < $1", before);
            UsageLedger.Forget(session, now);
        });
        if (first)
        {
            // A worker that looked before this waits for something new.
            foreach (var channel in channels)
            {
                signals.Wake(channel.Name);
            }
        }
    }
}
