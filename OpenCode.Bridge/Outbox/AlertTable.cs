using OpenCode.Bridge.Alerts;

namespace OpenCode.Bridge.Outbox;

/// <summary>Every alert as it is now; ended ones for as long as they are kept.</summary>
internal static class AlertTable
{
    public static Alert? Find(SqlSession session, string id) => Before(session, id) is { } stored ? StoredAlert.Read(stored.Body) : null;

    public static StoredState? Before(SqlSession session, string id) =>
        session.First("select state, body from alerts where id = $1", row => new StoredState(row.GetString(0), row.GetFieldValue<byte[]>(1)), id);

    public static void Put(SqlSession session, Alert alert, byte[] body, DateTimeOffset now) => session.Run(
        """
        insert into alerts (id, server, state, created_at, changed_at, body) values ($1, $2, $3, $4, $5, $6)
        on conflict (id) do update set state = excluded.state, changed_at = excluded.changed_at, body = excluded.body
        """,
        alert.Id,
        alert.Server,
        alert.State.Name,
        Sql.Milliseconds(alert.CreatedAt),
        Sql.Milliseconds(now),
        body);

    public static List<Alert> Newest(SqlSession session, int limit) => session.All(
        "select body from alerts order by created_at desc, id desc limit $1",
        row => StoredAlert.Read(row.GetFieldValue<byte[]>(0)),
        limit);

    /// <summary>
    /// What a machine must know after a restart: what is open or whose decision has not reached the server, and what ended
    /// lately, for the server may still list it.
    /// </summary>
    public static List<Alert> Known(SqlSession session, string server, DateTimeOffset endedSince, int limit)
    {
        var alerts = session.All(
            """
            select body, id in (select alert_id from decisions) from alerts
            where server = $1 and (state = 'open' or id in (select alert_id from decisions))
            """,
            row => row.GetBoolean(1) ? AsOpen(StoredAlert.Read(row.GetFieldValue<byte[]>(0))) : StoredAlert.Read(row.GetFieldValue<byte[]>(0)),
            server);
        alerts.AddRange(session.All(
            """
            select body from alerts
            where server = $1 and state <> 'open' and id not in (select alert_id from decisions) and changed_at >= $2
            order by changed_at desc limit $3
            """,
            row => StoredAlert.Read(row.GetFieldValue<byte[]>(0)),
            server,
            Sql.Milliseconds(endedSince),
            limit));
        return alerts;
    }

    public static List<Alert> Open(SqlSession session) => session.All(
        "select body from alerts where state = 'open'",
        row => StoredAlert.Read(row.GetFieldValue<byte[]>(0)));

    /// <summary>Its deliveries go with it.</summary>
    /// <returns>How many.</returns>
    public static int Forget(SqlSession session, DateTimeOffset endedBefore) => session.Run(
        "delete from alerts where state <> 'open' and changed_at < $1 and id not in (select alert_id from decisions)",
        Sql.Milliseconds(endedBefore));

    internal sealed record StoredState(string State, byte[] Body);

    /// <summary>To a machine it is open until the server took the decision.</summary>
    private static Alert AsOpen(Alert alert) => alert with { State = AlertState.Open, Decision = null, DecidedBy = null };
}
