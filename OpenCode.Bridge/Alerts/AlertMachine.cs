using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Alerts;

/// <summary>
/// Turns what one server says into alerts. Pure: the time is passed in, nothing is awaited. Idempotent: the same event or
/// an overlapping snapshot a second time changes nothing, so events are applied as they come while a snapshot is taken.
/// Not safe for concurrent use.
/// </summary>
/// <param name="server">The server's name.</param>
/// <param name="closedLimit">How many closed alerts are remembered. A forgotten one could open again, should the server list it.</param>
internal sealed partial class AlertMachine(string server, int closedLimit = 10_000)
{
    /// <summary>A session may be missing from the server's list for 4 s after it was prompted.</summary>
    public static readonly TimeSpan AbsenceProof = TimeSpan.FromSeconds(5);

    private const int AnswerLimit = 1_000;

    private readonly SessionTable sessions = new();
    private readonly Dictionary<string, TrackedRequest> requests = [];
    private readonly Dictionary<string, TrackedAlert> alerts = [];
    private readonly List<TrackedAlert> open = [];
    private readonly Queue<TrackedAlert> closed = [];

    // Answers to requests that were never seen as asked: a snapshot begun earlier may still list them.
    private readonly BoundedSet answeredUnseen = new(AnswerLimit);
    private readonly Dictionary<string, DateTimeOffset> disposed = [];
    private DateTimeOffset disposedAll = DateTimeOffset.MinValue;

    /// <summary>Open and remembered closed alerts, in no order.</summary>
    public IEnumerable<Alert> Alerts => alerts.Values.Select(tracked => tracked.Alert);

    public IReadOnlyList<Alert> OpenAlerts => [.. open.Select(tracked => tracked.Alert)];

    public IEnumerable<(Session Session, SessionState State)> Sessions => sessions.All;

    /// <summary>True when another snapshot, at least <see cref="AbsenceProof"/> later, may show that a request is dead.</summary>
    public bool NeedsConfirmation => open.Any(alert => alert.OpenRequests.Any(request => request.AbsentSince is not null));

    public Alert? Find(string alertId) => alerts.GetValueOrDefault(alertId)?.Alert;

    /// <summary>True when the session, or one nested in it, waits for a person.</summary>
    public int OpenAlertsIn(string sessionId) => open.Count(alert =>
        alert.Alert.RootSessionId == sessionId || alert.OpenRequests.Any(request => sessions.IsWithin(request.Request.SessionId, sessionId)));

    public IReadOnlyList<AlertChange> Apply(ServerEvent serverEvent, DateTimeOffset now)
    {
        var changes = new List<AlertChange>();
        switch (serverEvent)
        {
            case SessionChanged { Session: var session }:
                sessions.Put(session, now);
                Retitle(changes);
                break;
            case SessionDeleted deleted:
                Withdraw(request => sessions.IsWithin(request.Request.SessionId, deleted.SessionId), changes);
                sessions.Delete(deleted.SessionId, now);
                break;
            case SessionStateChanged changed:
                sessions.SetState(changed.SessionId, changed.State, now);
                if (changed.State == SessionState.Idle)
                {
                    Withdraw(request => request.Request.SessionId == changed.SessionId, changes);
                }

                break;
            case RequestAsked { Request: var request }:
                Ask(request, now, changes);
                break;
            case RequestAnswered answered:
                Answered(answered, changes);
                break;
            case InstanceDisposed { Directory: var directory }:
                Withdraw(request => directory is null || request.Request.Directory == directory, changes);
                sessions.Dispose(directory, now);
                if (directory is null)
                {
                    disposedAll = now;
                    disposed.Clear();
                }
                else
                {
                    disposed[directory] = now;
                }

                break;
        }

        return changes;
    }

    private void Ask(OpenRequest request, DateTimeOffset now, List<AlertChange> changes)
    {
        if (!requests.TryGetValue(request.Id, out var known))
        {
            Open(request, now, changes);
            return;
        }

        known.SeenAt = now;
        known.EndedMeanwhile = false;
        if (known.State == AlertState.Withdrawn)
        {
            // A server asks once. A snapshot told of the request before the stream told of the end of the turn before it.
            known.State = AlertState.Open;
            known.AbsentSince = null;
            Reopen(known.Owner, changes);
        }
    }

    private void Open(OpenRequest request, DateTimeOffset now, List<AlertChange> changes)
    {
        var root = sessions.RootOf(request.SessionId);
        var equivalence = AlertText.Equivalence(request, root);
        // What is being decided stays as it was shown to the one who decides.
        if (open.Find(alert => alert.Equivalence == equivalence && alert.Pending is null) is { } same)
        {
            requests.Add(request.Id, Track(request, same, now));
            same.Alert = same.Alert with { Requests = [.. same.Requests.Select(one => one.Request)] };
            changes.Add(new(AlertChangeKind.Updated, same.Alert));
            return;
        }

        var tracked = new TrackedAlert(
            new(
                AlertId.Of(server, request.Id),
                request is PermissionRequest ? AlertKind.Permission : AlertKind.Question,
                server,
                request.SessionId,
                root,
                sessions.Find(root)?.Title ?? "",
                request.Directory,
                AlertText.Of(request),
                [request],
                now),
            equivalence);
        requests.Add(request.Id, Track(request, tracked, now));
        alerts[tracked.Alert.Id] = tracked;
        open.Add(tracked);
        changes.Add(new(AlertChangeKind.Opened, tracked.Alert));
    }

    private static TrackedRequest Track(OpenRequest request, TrackedAlert owner, DateTimeOffset now)
    {
        var tracked = new TrackedRequest(request, owner, now);
        owner.Requests.Add(tracked);
        return tracked;
    }

    private void Answered(RequestAnswered answered, List<AlertChange> changes)
    {
        if (!requests.TryGetValue(answered.RequestId, out var request))
        {
            answeredUnseen.Add(answered.RequestId);
            return;
        }

        if (request.State == AlertState.Decided)
        {
            return;
        }

        if (request.State == AlertState.Open && request.Owner.Pending is not null)
        {
            request.Unattributed = answered.Kind;
            return;
        }

        // Withdrawn before: a snapshot, or a reply that found nothing, was faster than the stream.
        request.State = AlertState.Decided;
        request.Decision = (answered.Kind, Alert.ByServer);
        Settle(request.Owner, changes);
    }

    private void Withdraw(Func<TrackedRequest, bool> which, List<AlertChange> changes)
    {
        foreach (var alert in open.ToList())
        {
            foreach (var request in alert.OpenRequests.Where(which).ToList())
            {
                // A reply is under way and may be why: a snapshot does not list what was just answered.
                if (alert.Pending is not null)
                {
                    request.EndedMeanwhile = true;
                }
                else
                {
                    request.State = AlertState.Withdrawn;
                }
            }

            Settle(alert, changes);
        }
    }

    /// <summary>Closes an alert none of whose requests is open any more.</summary>
    private void Settle(TrackedAlert tracked, List<AlertChange> changes)
    {
        if (tracked.OpenRequests.Any())
        {
            return;
        }

        var decisions = tracked.Requests.Select(request => request.Decision).OfType<(ReplyKind Kind, string By)>().ToList();
        var decision = decisions.FindLast(one => one.By != Alert.ByServer) is { By: not null } ours ? ours : decisions.LastOrDefault();
        var settled = decisions.Count == 0
            ? tracked.Alert with { State = AlertState.Withdrawn }
            : tracked.Alert with { State = AlertState.Decided, Decision = decision.Kind, DecidedBy = decision.By };
        if (settled == tracked.Alert)
        {
            return;
        }

        tracked.Alert = settled;
        if (open.Remove(tracked))
        {
            closed.Enqueue(tracked);
            Forget();
        }

        changes.Add(new(AlertChangeKind.Closed, settled));
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
