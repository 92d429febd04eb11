namespace OpenCode.Bridge.Inbox.Live;

/// <summary>What became different at once; each entry replaces the one of the same id. Left out: nothing of that kind.</summary>
/// <param name="GoneSessions">Ids of sessions that are deleted or archived.</param>
internal sealed record ChangesJson(
    IReadOnlyList<AlertJson>? Alerts,
    IReadOnlyList<SessionJson>? Sessions,
    IReadOnlyList<string>? GoneSessions,
    IReadOnlyList<ServerJson>? Servers,
    IReadOnlyList<ChannelJson>? Channels);

/// <param name="Problem">Why it is not connected, for a person.</param>
internal sealed record ServerJson(string Name, bool Connected, string? Problem);
