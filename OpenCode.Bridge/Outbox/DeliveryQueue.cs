using Microsoft.Data.Sqlite;
using OpenCode.Bridge.Channels;

namespace OpenCode.Bridge.Outbox;

/// <summary>
/// What a channel's worker takes from and gives back to. A lease is written before the message is sent: after a crash the
/// outbox knows that something may have been shown. It ends with its process, so it needs no time.
/// </summary>
internal sealed class DeliveryQueue(OutboxDatabase database)
{
    private const string Leasing = "update deliveries set state = 'leased', shown = 1, attempts = attempts + 1, changed_at = $2";
    private const string Leased = "returning alert_id, revision, reason, receipt, received_at, attempts";

    /// <summary>Something became of a message. Raised by its channel's worker: only remember that it was.</summary>
    public event Action? Completed;

    /// <summary>The next message that is due; null for none.</summary>
    /// <exception cref="OutboxException">Nothing was leased.</exception>
    public Lease? Take(string channel, DateTimeOffset now) => database.Write(session => Due(session, channel, now) is { } due ? Lease(session, channel, due, now) : null);

    /// <summary>When something is due next; null: not as things are.</summary>
    /// <exception cref="OutboxException">The outbox cannot be read.</exception>
    public DateTimeOffset? NextDue(string channel) => database.Read(session => DeliveryTable.NextDue(session, channel));

    /// <summary>How many messages of each channel wait or are under way; empty while the outbox cannot be read.</summary>
    public IReadOnlyDictionary<string, int> Pending()
    {
        try
        {
            return database.Read(DeliveryTable.Pending);
        }
        catch (OutboxException)
        {
            return new Dictionary<string, int>();
        }
    }

    /// <exception cref="OutboxException">Nothing was written: to be called again, for the message was sent.</exception>
    public void Complete(Lease lease, SendResult result, DateTimeOffset retryAt, DateTimeOffset now)
    {
        database.Write(session =>
        {
            foreach (var (alertId, revision) in lease.Rows)
            {
                Complete(session, lease, result, (alertId, revision), retryAt, now);
            }

            ChannelTable.Put(session, lease.Channel, result, now);
        });
        Completed?.Invoke();
    }

    private static void Complete(SqlSession session, Lease lease, SendResult result, (string AlertId, int Revision) row, DateTimeOffset retryAt, DateTimeOffset now)
    {
        var (state, problem, receipt) = result switch
        {
            SendResult.Accepted accepted => ("sent", null, lease.Message.Reason == MessageReason.Digest ? null : accepted.Receipt),
            SendResult.Failed failed => ("pending", failed.Problem, null),
            SendResult.Refused refused => ("parked", refused.Problem, (string?)null),
            _ => throw new ArgumentOutOfRangeException(nameof(result)),
        };
        // A newer message came meanwhile: that one is still to be sent, whatever became of this one.
        session.Run(
            """
            update deliveries set
              state = case when revision = $3 then $4 else 'pending' end,
              last_error = case when revision = $3 then $5 else last_error end,
              not_before = case when revision = $3 and $4 = 'pending' then $6 else not_before end,
              receipt = coalesce($7, receipt),
              changed_at = $8
            where alert_id = $1 and channel = $2
            """,
            row.AlertId,
            lease.Channel,
            row.Revision,
            state,
            problem,
            Sql.Milliseconds(retryAt),
            receipt,
            Sql.Milliseconds(now));
    }

    private static DueRow? Due(SqlSession session, string channel, DateTimeOffset now)
    {
        // One look for each urgency: both are then a single step in the index.
        for (var urgency = 1; urgency >= 0; urgency--)
        {
            if (session.First(
                "select alert_id, digest_at from deliveries where channel = $1 and state = 'pending' and urgency = $2 and not_before <= $3 order by not_before limit 1",
                row => new DueRow(row.GetString(0), row.IsDBNull(1) ? null : row.GetInt64(1)),
                channel,
                urgency,
                Sql.Milliseconds(now)) is { } due)
            {
                return due;
            }
        }

        return null;
    }

    private static Lease? Lease(SqlSession session, string channel, DueRow due, DateTimeOffset now)
    {
        var rows = due.DigestAt is { } digest
            ? session.All($"{Leasing} where channel = $1 and state = 'pending' and digest_at = $3 {Leased}", LeasedAlert.Read, channel, Sql.Milliseconds(now), digest)
            : session.All($"{Leasing} where channel = $1 and state = 'pending' and alert_id = $3 {Leased}", LeasedAlert.Read, channel, Sql.Milliseconds(now), due.AlertId);
        var alerts = rows.ConvertAll(row => AlertTable.Find(session, row.Id)!);
        var first = rows[0];
        var message = rows.Count == 1
            ? new ChannelMessage(alerts[0], first.Reason, first.Revision, first.Receipt, [])
            : Digest.Of(due.DigestAt!.Value, [.. alerts.OrderBy(alert => alert.CreatedAt)]);
        return new(channel, message, [.. rows.Select(row => new LeasedRow(row.Id, row.Revision))], rows.Min(row => row.ReceivedAt), rows.Max(row => row.Attempts));
    }

    private sealed record DueRow(string AlertId, long? DigestAt);

    private sealed record LeasedAlert(string Id, int Revision, MessageReason Reason, string? Receipt, DateTimeOffset ReceivedAt, int Attempts)
    {
        public static LeasedAlert Read(SqliteDataReader row) =>
            new(row.GetString(0), row.GetInt32(1), Enum.Parse<MessageReason>(row.GetString(2)), row.TextOrNull(3), row.Time(4), row.GetInt32(5));
    }
}
