using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Alerts;

/// <content>Reconciling with a snapshot. Whatever an event said after the snapshot was begun is newer than the snapshot.</content>
internal sealed partial class AlertMachine
{
    public IReadOnlyList<AlertChange> Apply(Snapshot snapshot, DateTimeOffset now)
    {
        var changes = new List<AlertChange>();
        sessions.Merge(snapshot);
        foreach (var prompt in snapshot.Prompts)
        {
            turns.Put(prompt, now);
        }

        foreach (var message in snapshot.Messages)
        {
            turns.Put(message, now);
        }

        Retitle(changes);
        foreach (var request in snapshot.Requests.Where(request => !IsStale(request, snapshot)))
        {
            if (requests.TryGetValue(request.Id, out var known))
            {
                known.SeenAt = now;
            }
            else if (!snapshot.MissingSessions.Contains(request.SessionId))
            {
                Open(request, now, changes);
            }
        }

        foreach (var unread in snapshot.UnreadRequests)
        {
            if (requests.TryGetValue(unread, out var known))
            {
                known.SeenAt = now;
            }
        }

        Withdraw(request => IsGone(request, snapshot) || IsAbandoned(request, snapshot, now), changes);
        EndStalls(changes);
        Reconciled(now, changes);
        PlaceAll(now, changes);
        foreach (var sessionId in turns.Sessions.ToList())
        {
            Conclude(sessionId, now, changes);
        }

        if (snapshot.Complete)
        {
            turns.Forget(id => sessions.Find(id) is null);
        }

        return changes;
    }

    /// <summary>The stream told of the request's end while the snapshot was taken.</summary>
    private bool IsStale(OpenRequest request, Snapshot snapshot) =>
        answeredUnseen.Contains(request.Id)
        || sessions.EndedSince(request.SessionId, snapshot.StartedAt)
        || disposedAll >= snapshot.StartedAt
        || disposed.GetValueOrDefault(request.Directory) >= snapshot.StartedAt;

    /// <summary>The server does not list the request any more (it was restarted, say), or its session is deleted.</summary>
    private static bool IsGone(TrackedRequest tracked, Snapshot snapshot) =>
        tracked.SeenAt < snapshot.StartedAt && snapshot.Directories.Contains(tracked.Request.Directory)
        || snapshot.MissingSessions.Contains(tracked.Request.SessionId);

    /// <summary>
    /// After an abort the server lists the request for ever. That its session does not run proves it, but not at once: a
    /// session may be missing from the list of states for seconds after it was prompted.
    /// </summary>
    private static bool IsAbandoned(TrackedRequest tracked, Snapshot snapshot, DateTimeOffset now)
    {
        var request = tracked.Request;
        if (!snapshot.Directories.Contains(request.Directory))
        {
            return false;
        }

        if (snapshot.States.GetValueOrDefault(request.SessionId) != SessionState.Idle)
        {
            tracked.AbsentSince = null;
            return false;
        }

        tracked.AbsentSince ??= now;
        return now - tracked.AbsentSince >= AbsenceProof;
    }
}
