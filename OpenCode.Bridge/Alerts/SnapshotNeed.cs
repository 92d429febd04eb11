using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Alerts;

/// <summary>What the next snapshot of a server must tell, and how soon it is needed.</summary>
/// <param name="Review">Something is open that the stream might not tell the end of.</param>
/// <param name="Confirm">A second snapshot is needed soon to tell whether something is dead.</param>
internal sealed record SnapshotNeed(SnapshotScope Scope, bool Review, bool Confirm);
