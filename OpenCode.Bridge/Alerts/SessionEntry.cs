using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Alerts;

/// <summary>One session of a <see cref="SessionTable"/>.</summary>
internal sealed class SessionEntry
{
    /// <summary>Null while only its state is known, and after it was deleted.</summary>
    public Session? Session { get; set; }

    /// <summary>When an event told of the session.</summary>
    public DateTimeOffset SessionAt { get; set; } = DateTimeOffset.MinValue;

    public SessionState State { get; private set; }

    /// <summary>When an event told the state.</summary>
    public DateTimeOffset StateAt { get; set; } = DateTimeOffset.MinValue;

    /// <summary>When something last came of the session's work, or its work began; while it runs.</summary>
    public DateTimeOffset ActiveAt { get; set; }

    /// <summary>When the row of retries began that nothing has come of yet. Between two of them the session is busy.</summary>
    public DateTimeOffset? RetrySince { get; set; }

    /// <summary>When the next try is due, by the server's clock.</summary>
    public DateTimeOffset? RetryAt { get; private set; }

    public DateTimeOffset TouchedAt => new[] { SessionAt, StateAt, Session?.UpdatedAt ?? DateTimeOffset.MinValue }.Max();

    public void SetState(SessionState state, DateTimeOffset now, DateTimeOffset? retryAt = null)
    {
        RetryAt = retryAt;
        ActiveAt = State == SessionState.Idle ? now : ActiveAt;
        RetrySince = state switch
        {
            SessionState.Idle => null,
            SessionState.Retry => RetrySince ?? now,
            _ => RetrySince,
        };
        State = state;
    }
}
