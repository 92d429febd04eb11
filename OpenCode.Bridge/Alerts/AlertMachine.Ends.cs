using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Alerts;

/// <content>How an alert ends, opens again, and is forgotten.</content>
internal sealed partial class AlertMachine
{
    /// <summary>Closes an alert none of whose requests is open any more.</summary>
    private void Settle(TrackedAlert tracked, List<AlertChange> changes)
    {
        if (tracked.Alert.FirstRequest is null || tracked.OpenRequests.Any())
        {
            return;
        }

        var decisions = tracked.Requests.Select(request => request.Decision).OfType<(ReplyKind Kind, string By)>().ToList();
        var decision = decisions.FindLast(one => one.By != Alert.ByServer) is { By: not null } ours ? ours : decisions.LastOrDefault();
        var settled = decisions.Count == 0
            ? tracked.Alert with { State = AlertState.Withdrawn }
            : tracked.Alert with
            {
                State = decision.By == Alert.ByExpiry ? AlertState.Expired : AlertState.Decided,
                Decision = decision.Kind,
                DecidedBy = decision.By,
            };
        if (settled != tracked.Alert)
        {
            Close(tracked, settled, changes);
        }
    }

    private void Close(TrackedAlert tracked, Alert ended, List<AlertChange> changes)
    {
        tracked.Alert = ended;
        if (open.Remove(tracked))
        {
            Remember(tracked);
        }

        changes.Add(new(AlertChangeKind.Closed, ended));
    }

    private void Remember(TrackedAlert ended)
    {
        closed.Enqueue(ended);
        Forget();
    }

    private void Reopen(TrackedAlert tracked, List<AlertChange> changes)
    {
        tracked.Alert = tracked.Alert with { State = AlertState.Open, Decision = null, DecidedBy = null };
        if (!open.Contains(tracked))
        {
            open.Add(tracked);
            changes.Add(new(AlertChangeKind.Opened, tracked.Alert));
        }
    }

    private void Forget()
    {
        while (closed.Count > closedLimit)
        {
            var oldest = closed.Dequeue();
            // An alert that was opened again is in the queue once more than it was closed.
            if (oldest.Alert.State == AlertState.Open || closed.Contains(oldest))
            {
                continue;
            }

            alerts.Remove(oldest.Alert.Id);
            oldest.Requests.ForEach(request => requests.Remove(request.Request.Id));
        }
    }
}
