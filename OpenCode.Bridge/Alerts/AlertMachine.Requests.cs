using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Alerts;

/// <content>Requests: asked, answered by somebody, or dropped with what asked.</content>
internal sealed partial class AlertMachine
{
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
        var kind = request is PermissionRequest ? AlertKind.Permission : AlertKind.Question;
        if (!settings.Kinds.Contains(kind))
        {
            return;
        }

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
                kind,
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

    private void Answered(RequestAnswered answered, DateTimeOffset now, List<AlertChange> changes)
    {
        if (!requests.TryGetValue(answered.RequestId, out var request))
        {
            answeredUnseen.Add(answered.RequestId);
            return;
        }

        Progressed(request.Request.SessionId, now, changes);

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
}
