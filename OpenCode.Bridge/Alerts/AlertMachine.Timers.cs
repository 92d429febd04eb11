namespace OpenCode.Bridge.Alerts;

/// <content>
/// What becomes due while nothing happens. A timer that starts is due no sooner than <see cref="ShortestTimer"/> later, so
/// whoever calls at least that often, and at <see cref="NextDue"/>, is never late.
/// </content>
internal sealed partial class AlertMachine
{
    /// <summary>A denial that did not reach the server is tried again after this long.</summary>
    private static readonly TimeSpan DenialPause = TimeSpan.FromSeconds(30);

    public TimeSpan ShortestTimer => new[] { settings.Remind, settings.Expire ?? TimeSpan.MaxValue, settings.Stall, settings.Unreachable, DenialPause }.Min();

    /// <summary>When <see cref="Tick"/> or <see cref="TakeOverdue"/> has something to do; null: not as things are.</summary>
    public DateTimeOffset? NextDue => Dues().DefaultIfEmpty().Min();

    public IReadOnlyList<AlertChange> Tick(DateTimeOffset now)
    {
        var changes = new List<AlertChange>();
        foreach (var tracked in open.Where(tracked => ReminderDue(tracked) <= now))
        {
            tracked.Alert = tracked.Alert with { RemindedAt = now };
            changes.Add(new(AlertChangeKind.Reminded, tracked.Alert));
        }

        TellStalls(now, changes);
        TellOutage(now, changes);
        return changes;
    }

    /// <summary>Open requests that nobody decided in time, to be denied by <see cref="Alert.ByExpiry"/> like by anybody.</summary>
    public IReadOnlyList<Alert> TakeOverdue(DateTimeOffset now)
    {
        var overdue = open.Where(tracked => DenialDue(tracked) <= now).ToList();
        overdue.ForEach(tracked => tracked.DenyAfter = now + DenialPause);
        return [.. overdue.Select(tracked => tracked.Alert)];
    }

    private IEnumerable<DateTimeOffset?> Dues() =>
        open.SelectMany(tracked => new[] { ReminderDue(tracked), DenialDue(tracked) })
            .Concat(UntoldStalls().Select(stall => (DateTimeOffset?)stall.Due))
            .Append(OutageDue)
            .Where(due => due is not null);

    private DateTimeOffset? ReminderDue(TrackedAlert tracked) =>
        tracked is { Alert: { FirstRequest: not null, RemindedAt: null }, Pending: null } ? tracked.Alert.CreatedAt + settings.Remind : null;

    private DateTimeOffset? DenialDue(TrackedAlert tracked)
    {
        if (settings.Expire is not { } limit || tracked is not { Alert.FirstRequest: not null, Pending: null })
        {
            return null;
        }

        var due = tracked.Alert.CreatedAt + limit;
        return due > tracked.DenyAfter ? due : tracked.DenyAfter;
    }
}
