using OpenCode.Bridge.Alerts;

namespace OpenCode.Bridge.Outbox;

/// <summary>
/// Stores what the machines say: the alert and what is to be sent of it in one transaction, before anything is sent. What
/// cannot be stored now is kept, the newest of each alert, and stored when the outbox works again.
/// </summary>
internal sealed class AlertOutbox(
    OutboxDatabase database,
    Cursors cursors,
    IDeliveryPlan plan,
    OutboxSignals signals,
    BridgeTelemetry telemetry,
    TimeProvider time,
    ILogger<AlertOutbox> logger) : IAlertJournal
{
    private static readonly TimeSpan BetweenNotes = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly Dictionary<string, DateTimeOffset> heard = [];
    private readonly Dictionary<string, KeptChange> kept = [];

    /// <summary>Never throws: what fails is told, seen in the health, and tried again by <see cref="Flush"/>.</summary>
    /// <param name="receivedAt">When what led to the changes was heard.</param>
    public void Record(IReadOnlyList<AlertChange> changes, DateTimeOffset receivedAt)
    {
        lock (gate)
        {
            foreach (var change in changes)
            {
                if (kept.Count > 0 || !TryStore(change, receivedAt))
                {
                    Keep(change, receivedAt);
                }
            }
        }
    }

    /// <summary>Stores a change at once and to the disk, together with what else belongs to it, or not at all.</summary>
    /// <param name="also">Part of the transaction; false undoes all of it.</param>
    /// <returns>What <paramref name="also"/> said.</returns>
    /// <exception cref="OutboxException">Nothing was stored.</exception>
    public bool RecordDurably(AlertChange change, DateTimeOffset receivedAt, Func<SqlSession, bool> also)
    {
        lock (gate)
        {
            IReadOnlyList<string> channels = [];
            var stored = database.Transact(
                session =>
                {
                    channels = Store(session, change, receivedAt);
                    return also(session);
                },
                durable: true);
            if (stored)
            {
                kept.Remove(change.Alert.Id);
                Wake(channels);
            }

            return stored;
        }
    }

    /// <summary>Notes now and then how far a server was heard. Never throws: an older note is harmless.</summary>
    public void Heard(string server, DateTimeOffset? watermark)
    {
        lock (gate)
        {
            // What is not stored must be found again by the next process.
            if (watermark is not { } now || kept.Count > 0 || now - heard.GetValueOrDefault(server) < BetweenNotes)
            {
                return;
            }

            // Also when it fails: the outbox is told to be broken, and need not be asked with each event.
            heard[server] = now;
            try
            {
                cursors.SetWatermark(server, now);
            }
            catch (OutboxException)
            {
            }
        }
    }

    /// <summary>Stores what was kept, as far as it goes.</summary>
    /// <returns>True when nothing is kept any more.</returns>
    public bool Flush()
    {
        lock (gate)
        {
            foreach (var (id, change) in kept.ToList())
            {
                if (TryStore(change.Change, change.ReceivedAt))
                {
                    kept.Remove(id);
                }
            }

            return kept.Count == 0;
        }
    }

    /// <summary>
    /// For a file that was opened late, or anew after the old one was put aside: stores what is open and is not there, and
    /// closes what is open there only.
    /// </summary>
    public void Align(IReadOnlyList<Alert> open)
    {
        lock (gate)
        {
            IReadOnlyList<Alert> stored;
            try
            {
                stored = database.Read(AlertTable.Open);
            }
            catch (OutboxException)
            {
                stored = [];
            }

            var gone = stored.ExceptBy(open.Select(alert => alert.Id), alert => alert.Id).Select(alert => alert with { State = AlertState.Withdrawn });
            var missing = open.ExceptBy(stored.Select(alert => alert.Id), alert => alert.Id);
            Record([.. gone.Select(alert => new AlertChange(AlertChangeKind.Closed, alert)), .. missing.Select(alert => new AlertChange(AlertChangeKind.Opened, alert))], time.GetUtcNow());
        }
    }

    /// <returns>The channels to wake after the transaction.</returns>
    private IReadOnlyList<string> Store(SqlSession session, AlertChange change, DateTimeOffset receivedAt)
    {
        var now = time.GetUtcNow();
        var (kind, alert) = change;
        var body = StoredAlert.Write(alert);
        var before = AlertTable.Before(session, alert.Id);
        // What was decided is told when it is stored, and not again when the server took it. What is over and told is found
        // again after a restart.
        if (before is not null && (before.Body.AsSpan().SequenceEqual(body) || (kind == AlertChangeKind.Opened && alert.State == AlertState.Done)))
        {
            return [];
        }

        var reopened = before?.State != AlertState.Open.Name;
        AlertTable.Put(session, alert, body, now);
        var planned = plan.Plan(change, now);
        foreach (var channel in DeliveryTable.Apply(session, change, reopened, planned, receivedAt, now))
        {
            telemetry.Delivered(channel, "dropped");
        }

        return [.. planned.Select(delivery => delivery.Channel)];
    }

    private void Wake(IReadOnlyList<string> channels)
    {
        foreach (var channel in channels)
        {
            signals.Wake(channel);
        }
    }

    private bool TryStore(AlertChange change, DateTimeOffset receivedAt)
    {
        try
        {
            Wake(database.Write(session => Store(session, change, receivedAt)));
            return true;
        }
        catch (OutboxException)
        {
            return false;
        }
    }

    private void Keep(AlertChange change, DateTimeOffset receivedAt)
    {
        OutboxLog.Kept(logger, change.Alert.Id);
        var id = change.Alert.Id;
        kept[id] = kept.GetValueOrDefault(id) is { Change.Kind: AlertChangeKind.Opened } first && change.Kind is AlertChangeKind.Updated or AlertChangeKind.Reminded
            ? first with { Change = first.Change with { Alert = change.Alert } }
            : new(change, receivedAt);
    }

    private sealed record KeptChange(AlertChange Change, DateTimeOffset ReceivedAt);
}
