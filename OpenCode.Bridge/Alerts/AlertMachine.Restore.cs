using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Alerts;

/// <content>
/// The life after a restart. Ids are derived from what the server says, so that a snapshot which tells of something again
/// finds the alert that it made before. The first snapshot withdraws what the server does not list any more.
/// </content>
internal sealed partial class AlertMachine
{
    /// <summary>
    /// Nothing that the server said up to here was missed; grows while the stream is read. Null before the first connection.
    /// Kept over restarts, it tells which turns ended while the bridge was away. An older value than the true one is harmless.
    /// </summary>
    public DateTimeOffset? Watermark { get; private set; }

    /// <summary>Before anything is applied.</summary>
    /// <param name="known">All open alerts of this server, and those that ended recently.</param>
    /// <param name="watermark">The last known <see cref="Watermark"/>; null at the first start ever, when nothing old is told.</param>
    public void Restore(IReadOnlyList<Alert> known, DateTimeOffset? watermark)
    {
        Watermark = watermark;
        foreach (var alert in known.OrderBy(alert => alert.CreatedAt))
        {
            var tracked = new TrackedAlert(alert, alert.FirstRequest is { } first ? AlertText.Equivalence(first, alert.RootSessionId) : alert.Id);
            alerts[alert.Id] = tracked;
            foreach (var request in alert.Requests)
            {
                requests[request.Id] = Restored(request, tracked);
            }

            if (alert.State == AlertState.Open)
            {
                open.Add(tracked);
            }
            else
            {
                Remember(tracked);
            }
        }
    }

    private static TrackedRequest Restored(OpenRequest request, TrackedAlert owner)
    {
        // Seen before any snapshot: the first one that does not list it says that it is gone.
        var tracked = Track(request, owner, DateTimeOffset.MinValue);
        tracked.State = owner.Alert.State == AlertState.Expired ? AlertState.Decided : owner.Alert.State;
        tracked.Decision = owner.Alert is { Decision: { } kind, DecidedBy: { } by } ? (kind, by) : null;
        return tracked;
    }
}
