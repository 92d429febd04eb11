using System.Text.Json;
using Microsoft.Data.Sqlite;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Decisions;
using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Outbox;

/// <summary>
/// Decisions that are on their way to a server, and the audit of all. A decision is on the disk before it is sent: a person
/// does not press twice.
/// </summary>
internal sealed class DecisionLedger(OutboxDatabase database, AlertOutbox alerts, TimeProvider time)
{
    /// <summary>Stores the decision, the alert as decided and what is to be sent of it, all or nothing.</summary>
    /// <returns>False when the token was used before.</returns>
    /// <exception cref="OutboxException">Nothing was stored.</exception>
    public bool Store(Alert decided, Reply reply, DecisionOrigin origin)
    {
        var now = time.GetUtcNow();
        return alerts.RecordDurably(new(AlertChangeKind.Closed, decided), now, session =>
        {
            if (origin.Token is { } token
                && session.Run("insert into used_tokens (id, used_at) values ($1, $2) on conflict do nothing", token, Sql.Milliseconds(now)) == 0)
            {
                return false;
            }

            // In doubt from the start: a crash may come between the server's taking it and our noting so.
            session.Run(
                """
                insert into decisions (alert_id, reply, decided_by, source, in_doubt, audit_id) values ($1, $2, $3, $4, 1, $5)
                on conflict (alert_id) do update set reply = excluded.reply, decided_by = excluded.decided_by, source = excluded.source,
                  in_doubt = 1, audit_id = excluded.audit_id
                """,
                decided.Id,
                JsonSerializer.SerializeToUtf8Bytes(reply, StoredJson.Default.Reply),
                origin.By,
                Name(origin.Source),
                Note(session, decided.Id, reply, origin, AuditResult.Stored, now));
            return true;
        });
    }

    /// <summary>Notes that somebody was too late.</summary>
    /// <exception cref="OutboxException">Nothing was noted.</exception>
    public void StoreLate(string alertId, Reply reply, DecisionOrigin origin) =>
        database.Write(session => Note(session, alertId, reply, origin, AuditResult.Late, time.GetUtcNow()));

    /// <summary>Notes whether the server may have taken the decision without our knowing.</summary>
    /// <exception cref="OutboxException">Nothing was noted.</exception>
    public void SetDoubt(string alertId, bool inDoubt) =>
        database.Write(session => session.Run("update decisions set in_doubt = $2 where alert_id = $1", alertId, inDoubt ? 1 : 0));

    /// <summary>The decision needs no more work.</summary>
    /// <param name="result">One of <see cref="AuditResult"/>.</param>
    /// <exception cref="OutboxException">Nothing was noted.</exception>
    public void Finish(string alertId, string result) => database.Write(session =>
    {
        session.Run("update audit set result = $2 where id = (select audit_id from decisions where alert_id = $1)", alertId, result);
        session.Run("delete from decisions where alert_id = $1", alertId);
    });

    /// <summary>What was decided before a restart and may not have reached its server.</summary>
    /// <exception cref="OutboxException">The outbox cannot be read.</exception>
    public IReadOnlyList<StoredDecision> Pending() => database.Read(session => session.All(
        "select alert_id, reply, decided_by, in_doubt from decisions",
        row => new StoredDecision(
            row.GetString(0),
            JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(1), StoredJson.Default.Reply)!,
            row.GetString(2),
            row.GetBoolean(3))));

    /// <summary>Newest first.</summary>
    /// <exception cref="OutboxException">The outbox cannot be read.</exception>
    public IReadOnlyList<AuditEntry> Audit(int limit) => database.Read(session => session.All(
        """
        select at, alert_id, decided_by, source, remote, decision, message, result, created_at
        from audit left join alerts on alerts.id = alert_id order by audit.id desc limit $1
        """,
        Entry,
        limit));

    private static AuditEntry Entry(SqliteDataReader row) => new(
        row.Time(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.TextOrNull(4),
        row.GetString(5),
        row.TextOrNull(6),
        row.GetString(7),
        row.IsDBNull(8) ? null : row.Time(8));

    private static long Note(SqlSession session, string alertId, Reply reply, DecisionOrigin origin, string result, DateTimeOffset now) => session.Number(
        """
        insert into audit (at, alert_id, decided_by, source, remote, decision, message, result) values ($1, $2, $3, $4, $5, $6, $7, $8)
        returning id
        """,
        Sql.Milliseconds(now),
        alertId,
        origin.By,
        Name(origin.Source),
        origin.Remote,
        reply.Kind.Name,
        reply.Message ?? (reply.Answers is { } answers ? string.Join("; ", answers.Select(answer => string.Join(", ", answer))) : null),
        result)!.Value;

    private static string Name(DecisionSource source) => source switch
    {
        DecisionSource.Inbox => "inbox",
        DecisionSource.Token => "token",
        DecisionSource.Ntfy => "ntfy",
        _ => "expiry",
    };
}

/// <param name="InDoubt">The server may have taken it already.</param>
internal sealed record StoredDecision(string AlertId, Reply Reply, string By, bool InDoubt);
