using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Alerts;

/// <content>
/// Deciding: <see cref="Begin"/>, then <see cref="Replied"/> for each request that the server answered for, then
/// <see cref="End"/>. Between the first and the last the server's own "answered" is kept apart, because it may be the echo
/// of our reply or somebody else's answer that was faster; the result of the reply tells which. A withdrawal is kept apart
/// for the same reason: what the server took was decided, whatever a snapshot says that was taken meanwhile.
/// </content>
internal sealed partial class AlertMachine
{
    /// <summary>The requests to reply to; null when the alert is not open or asks nothing. One decision at a time: the caller sees to it.</summary>
    public IReadOnlyList<OpenRequest>? Begin(string alertId, ReplyKind kind, string by)
    {
        if (alerts.GetValueOrDefault(alertId) is not { Alert: { State: AlertState.Open, FirstRequest: not null }, Pending: null } tracked)
        {
            return null;
        }

        tracked.Pending = (kind, by);
        return [.. tracked.OpenRequests.Select(request => request.Request)];
    }

    /// <param name="repeated">An earlier reply may have arrived: if the server knows of no request, that one did.</param>
    public IReadOnlyList<AlertChange> Replied(string requestId, ReplyOutcome outcome, bool repeated = false)
    {
        var changes = new List<AlertChange>();
        if (requests.GetValueOrDefault(requestId) is not { State: AlertState.Open, Owner.Pending: { } pending } request)
        {
            return changes;
        }

        if (outcome == ReplyOutcome.Accepted || (repeated && (request.Unattributed is null || request.Unattributed == pending.Kind)))
        {
            request.State = AlertState.Decided;
            request.Decision = pending;
        }
        else if (request.Unattributed is { } other)
        {
            request.State = AlertState.Decided;
            request.Decision = (other, Alert.ByServer);
        }
        else
        {
            request.State = AlertState.Withdrawn;
        }

        Settle(request.Owner, changes);
        return changes;
    }

    public IReadOnlyList<AlertChange> End(string alertId)
    {
        var changes = new List<AlertChange>();
        if (alerts.GetValueOrDefault(alertId) is not { Pending: { } pending } tracked)
        {
            return changes;
        }

        tracked.Pending = null;
        foreach (var request in tracked.OpenRequests.ToList())
        {
            // The reply seemed to fail, yet the server announced an answer: ours, when it is the same.
            if (request.Unattributed is { } kind)
            {
                request.State = AlertState.Decided;
                request.Decision = (kind, kind == pending.Kind ? pending.By : Alert.ByServer);
            }
            else if (request.EndedMeanwhile)
            {
                request.State = AlertState.Withdrawn;
            }
        }

        if (tracked.Alert.State == AlertState.Open)
        {
            Settle(tracked, changes);
        }

        return changes;
    }
}
