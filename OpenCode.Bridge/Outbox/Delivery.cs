using OpenCode.Bridge.Channels;

namespace OpenCode.Bridge.Outbox;

/// <summary>How far an alert got on one channel, for a person.</summary>
/// <param name="State"><c>pending</c>, <c>leased</c>, <c>sent</c>, <c>parked</c>, or <c>dropped</c> when it ended before it was due.</param>
/// <param name="Attempts">At the current message.</param>
internal sealed record Delivery(string Channel, string State, int Attempts, string? LastError);

/// <summary>A message that a worker has in hand. Rows are those of its alert, or of the alerts of a digest.</summary>
/// <param name="ReceivedAt">When what it tells of was heard.</param>
/// <param name="Attempt">1 for the first.</param>
internal sealed record Lease(string Channel, ChannelMessage Message, IReadOnlyList<LeasedRow> Rows, DateTimeOffset ReceivedAt, int Attempt);

internal sealed record LeasedRow(string AlertId, int Revision);
