namespace OpenCode.Bridge.OpenCode;

/// <summary>One session of a server. <see cref="ParentId"/> is set for the nested session of a sub-agent.</summary>
/// <param name="Cost">US dollars so far.</param>
internal sealed record Session(
    string Id,
    string? ParentId,
    string Title,
    string Directory,
    SessionTokens Tokens,
    decimal Cost,
    DateTimeOffset UpdatedAt,
    bool Archived)
{
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary><c>provider/model</c> that it uses now; null before its first prompt.</summary>
    public string? Model { get; init; }
}

internal sealed record SessionTokens(long Input, long Output, long Reasoning, long CacheRead, long CacheWrite)
{
    public static SessionTokens None { get; } = new(0, 0, 0, 0, 0);
}

/// <summary>What a server says about a session. A session that it does not mention is <see cref="Idle"/>.</summary>
internal enum SessionState
{
    Idle,
    Busy,
    Retry,
}
