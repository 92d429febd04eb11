using Microsoft.Data.Sqlite;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Channels;

namespace OpenCode.Bridge.Outbox;

/// <summary>
/// What each channel shall show of each alert: one row for both, so that a newer message takes the place of one that was
/// not sent yet.
/// </summary>
internal static class DeliveryTable
{
    private const string Columns = "state, reason, revision, shown, digest_at";

    /// <summary>Brings the rows of an alert in line with a change.</summary>
    /// <param name="reopened">The alert was not open before, or not known.</param>
    /// <returns>The channels whose message turned out to be pointless.</returns>
    public static IReadOnlyList<string> Apply(SqlSession session, AlertChange change, bool reopened, IReadOnlyList<PlannedDelivery> plan, DateTimeOffset receivedAt, DateTimeOffset now)
    {
        var rows = session.All($"select channel, {Columns} from deliveries where alert_id = $1", Row.Read, change.Alert.Id).ToDictionary(row => row.Channel);
        var dropped = new List<string>();
        foreach (var planned in plan)
        {
            var row = rows.GetValueOrDefault(planned.Channel);
            if (DeliveryRules.Next(change.Kind, reopened, row) is { } reason)
            {
                Put(session, change.Alert, planned, reason, (row?.Revision ?? 0) + 1, receivedAt, now);
            }
        }

        if (change.Kind == AlertChangeKind.Closed)
        {
            foreach (var row in rows.Values.Where(row => DeliveryRules.IsPointless(row, plan.Any(planned => planned.Channel == row.Channel))))
            {
                session.Run(
                    "update deliveries set state = 'dropped', changed_at = $3 where alert_id = $1 and channel = $2",
                    change.Alert.Id,
                    row.Channel,
                    Sql.Milliseconds(now));
                dropped.Add(row.Channel);
            }
        }

        return dropped;
    }

    public static ILookup<string, Delivery> Of(SqlSession session, IReadOnlyCollection<string> alertIds)
    {
        var found = new List<(string AlertId, Delivery Delivery)>();
        foreach (var id in alertIds)
        {
            found.AddRange(session.All(
                "select channel, state, attempts, last_error from deliveries where alert_id = $1 order by channel",
                row => (id, new Delivery(row.GetString(0), row.GetString(1), row.GetInt32(2), row.TextOrNull(3))),
                id));
        }

        return found.ToLookup(entry => entry.AlertId, entry => entry.Delivery);
    }

    /// <summary>How many messages wait or are under way, by channel; those without one are missing.</summary>
    public static Dictionary<string, int> Pending(SqlSession session) => session
        .All(
            """
            select channel, sum(messages) from (
              select channel, count(*) messages from deliveries where state = 'pending' group by channel union all
              select channel, count(*) from deliveries where state = 'leased' group by channel)
            group by channel
            """,
            row => (row.GetString(0), row.GetInt32(1)))
        .ToDictionary();

    /// <summary>When something is due next; null: not as things are.</summary>
    public static DateTimeOffset? NextDue(SqlSession session, string channel) => session.Number(
        """
        select min(due) from (
          select min(not_before) due from deliveries where channel = $1 and state = 'pending' and urgency = 1 union all
          select min(not_before) from deliveries where channel = $1 and state = 'pending' and urgency = 0)
        """,
        channel) is { } due ? DateTimeOffset.FromUnixTimeMilliseconds(due) : null;

    /// <summary>How many messages a channel refused that nobody has taken back since.</summary>
    public static int Parked(SqlSession session, string channel) =>
        (int)(session.Number("select count(*) from deliveries where channel = $1 and state = 'parked'", channel) ?? 0);

    /// <summary>
    /// At a start: what was parked lately gets another try, for perhaps that is why somebody started anew, and what is meant
    /// for a channel that is not set up (any more) is parked.
    /// </summary>
    public static void Rearrange(SqlSession session, IReadOnlyCollection<string> channels, DateTimeOffset parkedSince, DateTimeOffset now)
    {
        foreach (var channel in channels)
        {
            session.Run(
                "update deliveries set state = 'pending', not_before = $3 where channel = $1 and state = 'parked' and changed_at >= $2",
                channel,
                Sql.Milliseconds(parkedSince),
                Sql.Milliseconds(now));
        }

        foreach (var channel in Pending(session).Keys.Except(channels))
        {
            session.Run(
                "update deliveries set state = 'parked', last_error = 'the channel is not set up', changed_at = $2 where channel = $1 and state = 'pending'",
                channel,
                Sql.Milliseconds(now));
        }
    }

    private static void Put(SqlSession session, Alert alert, PlannedDelivery planned, MessageReason reason, int revision, DateTimeOffset receivedAt, DateTimeOffset now) => session.Run(
        """
        insert into deliveries (alert_id, channel, state, reason, revision, urgency, received_at, not_before, digest_at, changed_at)
        values ($1, $2, 'pending', $3, $4, $5, $6, $7, $8, $9)
        on conflict (alert_id, channel) do update set
          state = case state when 'leased' then 'leased' else 'pending' end,
          reason = excluded.reason, revision = excluded.revision, received_at = excluded.received_at,
          not_before = excluded.not_before, digest_at = excluded.digest_at, attempts = 0, last_error = null, changed_at = excluded.changed_at
        """,
        alert.Id,
        planned.Channel,
        reason.ToString(),
        revision,
        // Somebody waits for an answer; the rest can wait where a channel takes only so many messages.
        alert.Kind is AlertKind.Permission or AlertKind.Question or AlertKind.Unreachable ? 1 : 0,
        Sql.Milliseconds(receivedAt),
        Sql.Milliseconds(planned.NotBefore),
        planned.Digest ? Sql.Milliseconds(planned.NotBefore) : null,
        Sql.Milliseconds(now));

    internal sealed record Row(string Channel, string State, MessageReason Reason, int Revision, bool Shown, bool Digest)
    {
        public bool IsUnderWay => State is "pending" or "leased";

        public static Row Read(SqliteDataReader row) => new(
            row.GetString(0),
            row.GetString(1),
            Enum.Parse<MessageReason>(row.GetString(2)),
            row.GetInt32(3),
            row.GetBoolean(4),
            !row.IsDBNull(5));
    }
}
