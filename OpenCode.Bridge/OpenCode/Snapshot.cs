namespace OpenCode.Bridge.OpenCode;

/// <summary>The state of a server at some moment after <see cref="StartedAt"/>; each part may be of another moment.</summary>
/// <param name="StartedAt">Before the first question was put to the server.</param>
/// <param name="Directories">The directories that answered. Absence means nothing outside of them.</param>
/// <param name="Sessions">The most recent sessions; all of them when <paramref name="Complete"/>.</param>
/// <param name="States">Sessions that are not idle. Absence alone does not mean done.</param>
/// <param name="Requests">Pending requests, oldest first. The server also lists requests nobody waits for any more.</param>
/// <param name="MissingSessions">Sessions of pending requests that the server does not know any more.</param>
internal sealed record Snapshot(
    DateTimeOffset StartedAt,
    IReadOnlySet<string> Directories,
    IReadOnlyList<Session> Sessions,
    bool Complete,
    IReadOnlyDictionary<string, SessionState> States,
    IReadOnlyList<OpenRequest> Requests,
    IReadOnlySet<string> MissingSessions)
{
    /// <summary>When the next try of a session in a retry is due, by the server's clock.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> RetryAt { get; init; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>Ids of requests that the server lists in a form that cannot be read: still pending, whatever they say.</summary>
    public IReadOnlySet<string> UnreadRequests { get; init; } = new HashSet<string>();

    /// <summary>Prompts and messages of the turns that may have ended since <see cref="SnapshotScope.TurnsSince"/>, and older ones.</summary>
    public IReadOnlyList<Prompt> Prompts { get; init; } = [];

    public IReadOnlyList<ModelMessage> Messages { get; init; } = [];
}
