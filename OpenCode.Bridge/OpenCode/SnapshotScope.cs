namespace OpenCode.Bridge.OpenCode;

/// <summary>What a snapshot shall tell besides what is recent.</summary>
/// <param name="Directories">Directories to ask about besides those of the recent sessions.</param>
/// <param name="TurnsSince">Read the last messages of the sessions that may have ended a turn since; null: of none.</param>
internal sealed record SnapshotScope(IReadOnlyCollection<string> Directories, DateTimeOffset? TurnsSince = null);
