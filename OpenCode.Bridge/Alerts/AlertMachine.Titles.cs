namespace OpenCode.Bridge.Alerts;

/// <content>
/// What becomes known late: a session's title comes after its first words, and its ancestors may be told of after its
/// request.
/// </content>
internal sealed partial class AlertMachine
{
    private void Retitle(List<AlertChange> changes)
    {
        var moved = false;
        // Of a session that is not known yet (the bridge was restarted, say) nothing new is known either.
        foreach (var tracked in open.Where(tracked => sessions.Find(tracked.Alert.SessionId) is not null))
        {
            var root = sessions.RootOf(tracked.Alert.SessionId);
            var title = sessions.Find(root)?.Title ?? tracked.Alert.Title;
            if (title == tracked.Alert.Title && root == tracked.Alert.RootSessionId)
            {
                continue;
            }

            moved |= root != tracked.Alert.RootSessionId;
            tracked.Alert = tracked.Alert with { Title = title, RootSessionId = root };
            if (tracked.Alert.FirstRequest is { } first)
            {
                tracked.Equivalence = AlertText.Equivalence(first, root);
            }

            changes.Add(new(AlertChangeKind.Updated, tracked.Alert));
        }

        if (moved)
        {
            Merge(changes);
        }
    }

    /// <summary>
    /// Two alerts that turn out to be one go on as the older one, and the other is withdrawn. What is being decided stays as
    /// it was shown to the one who decides.
    /// </summary>
    private void Merge(List<AlertChange> changes)
    {
        var groups = open.Where(alert => alert.Pending is null).GroupBy(alert => alert.Equivalence).Where(group => group.Skip(1).Any());
        foreach (var group in groups.ToList())
        {
            var oldest = group.MinBy(alert => alert.Alert.CreatedAt)!;
            foreach (var other in group.Where(alert => alert != oldest))
            {
                Move(other, oldest);
                Settle(other, changes);
            }

            oldest.Alert = oldest.Alert with { Requests = [.. oldest.Requests.Select(one => one.Request)] };
            changes.Add(new(AlertChangeKind.Updated, oldest.Alert));
        }
    }

    private static void Move(TrackedAlert from, TrackedAlert to)
    {
        foreach (var request in from.OpenRequests.ToList())
        {
            from.Requests.Remove(request);
            to.Requests.Add(request);
            request.Owner = to;
        }
    }
}
