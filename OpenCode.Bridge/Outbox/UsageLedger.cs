using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Outbox;

/// <summary>When what was used: a session itself knows its sums only, and not of which day they are.</summary>
internal sealed class UsageLedger(OutboxDatabase database, AlertStore alerts)
{
    /// <summary>The longest time that the inbox shows.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(90);

    private const long Quarter = 15 * 60 * 1000;

    /// <summary>Counts a message once, however often it is told of. Never throws: a message that is not counted is shown with its session.</summary>
    public void Add(string server, ModelMessage message)
    {
        var tokens = message.Tokens;
        var total = tokens.Input + tokens.Output + tokens.Reasoning + tokens.CacheRead + tokens.CacheWrite;
        if (total == 0 && message.Cost == 0)
        {
            return;
        }

        var ended = Sql.Milliseconds(message.CompletedAt);
        // Asked before the transaction: the store writes while it holds its own lock, so each would wait for the other.
        var directory = alerts.DirectoryOf(server, message.SessionId) ?? "";
        try
        {
            database.Write(session => session.Run(
                """
                insert into usage (server, session_id, quarter, model, directory, cost, tokens, last_message) values ($1, $2, $3, $4, $5, $6, $7, $8)
                on conflict (server, session_id, quarter, model) do update set
                  cost = cost + excluded.cost, tokens = tokens + excluded.tokens, directory = excluded.directory, last_message = excluded.last_message
                where excluded.last_message > last_message
                """,
                server,
                message.SessionId,
                ended - ended % Quarter,
                $"{message.Provider}/{message.Model}",
                directory,
                (double)message.Cost,
                total,
                message.Id));
        }
        catch (OutboxException)
        {
            // Told.
        }
    }

    /// <summary>Oldest first.</summary>
    /// <exception cref="OutboxException">The outbox cannot be read.</exception>
    public IReadOnlyList<UsageEntry> List() => database.Read(session => session.All(
        "select server, session_id, directory, model, quarter, cost, tokens from usage order by quarter",
        row => new UsageEntry(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.Time(4), row.GetDouble(5), row.GetInt64(6))));

    public static void Forget(SqlSession session, DateTimeOffset now) =>
        session.Run("delete from usage where quarter < $1", Sql.Milliseconds(now - Retention));
}

/// <param name="Directory">Empty where the session was not known.</param>
/// <param name="Model"><c>provider/model</c>.</param>
/// <param name="At">Begin of the quarter of an hour.</param>
/// <param name="Cost">US dollars.</param>
/// <param name="Tokens">Of all kinds.</param>
internal sealed record UsageEntry(string Server, string SessionId, string Directory, string Model, DateTimeOffset At, double Cost, long Tokens);
