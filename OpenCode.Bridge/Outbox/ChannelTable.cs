using OpenCode.Bridge.Channels;

namespace OpenCode.Bridge.Outbox;

/// <summary>How each channel fared. Apart from the deliveries, whose errors go when they succeed or are forgotten.</summary>
internal static class ChannelTable
{
    /// <summary>Notes what became of a message.</summary>
    public static void Put(SqlSession session, string channel, SendResult result, DateTimeOffset now)
    {
        var (state, problem) = result switch
        {
            SendResult.Accepted => ("working", null),
            SendResult.Failed failed => ("retrying", failed.Problem),
            SendResult.Refused refused => ("parked", (string?)refused.Problem),
            _ => throw new ArgumentOutOfRangeException(nameof(result)),
        };
        session.Run(
            """
            insert into channels (name, state, succeeded_at, failed_at, problem) values ($1, $2, $3, $4, $5)
            on conflict (name) do update set
              state = excluded.state,
              succeeded_at = coalesce(excluded.succeeded_at, succeeded_at),
              failed_at = coalesce(excluded.failed_at, failed_at),
              problem = coalesce(excluded.problem, problem)
            """,
            channel,
            state,
            problem is null ? Sql.Milliseconds(now) : null,
            problem is null ? null : Sql.Milliseconds(now),
            problem);
    }

    public static List<Row> All(SqlSession session) => session.All(
        "select name, state, succeeded_at, failed_at, problem from channels",
        row => new Row(
            row.GetString(0),
            row.GetString(1),
            row.IsDBNull(2) ? null : row.Time(2),
            row.IsDBNull(3) ? null : row.Time(3),
            row.TextOrNull(4)));

    /// <param name="State">See <see cref="ChannelState.State"/>.</param>
    internal sealed record Row(string Name, string State, DateTimeOffset? SucceededAt, DateTimeOffset? FailedAt, string? Problem);
}
