using System.Globalization;
using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Alerts;

/// <content>
/// Whether the server can be watched at all. It can when the stream is connected and a snapshot has told what was missed
/// before; until then the outage goes on, for whatever reason.
/// </content>
internal sealed partial class AlertMachine
{
    /// <summary>A turn's end and the state that proves it come apart by less than this, and no clock jumps further.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private DateTimeOffset connectedAt = DateTimeOffset.MinValue;
    private bool reconciled;

    // Since when the server cannot be watched; null while it can.
    private DateTimeOffset? lostAt;
    private string loss = "";

    // What ended before is an old story. Set when a watch begins.
    private DateTimeOffset toldBefore = DateTimeOffset.MaxValue;

    /// <summary>Which turns a snapshot should tell of; null when the stream told of all of them.</summary>
    public DateTimeOffset? TurnsSince => reconciled ? null : toldBefore;

    private void Connected(DateTimeOffset now)
    {
        Lose("it does not tell its state", now);
        connectedAt = now;
    }

    private void Lose(string reason, DateTimeOffset now)
    {
        if (lostAt is null)
        {
            // At the first start ever nothing old is told.
            toldBefore = Watermark is { } known ? known - Overlap : now;
            lostAt = now;
        }

        reconciled = false;
        loss = reason;
    }

    private void Explain(string reason, List<AlertChange> changes)
    {
        if (reconciled)
        {
            return;
        }

        loss = reason;
        if (FindOpen(AlertKind.Unreachable, "") is { } outage && outage.Alert.Text != reason)
        {
            outage.Alert = outage.Alert with { Text = reason };
            changes.Add(new(AlertChangeKind.Updated, outage.Alert));
        }
    }

    private void Reconciled(DateTimeOffset now, List<AlertChange> changes)
    {
        reconciled = true;
        lostAt = null;
        Watermark = now;
        if (FindOpen(AlertKind.Unreachable, "") is { } outage)
        {
            Close(outage, outage.Alert with { State = AlertState.Withdrawn }, changes);
        }
    }

    private void TellOutage(DateTimeOffset now, List<AlertChange> changes)
    {
        if (OutageDue <= now && lostAt is { } since)
        {
            var id = AlertId.Of(server, AlertKind.Unreachable.Name, since.ToString("O", CultureInfo.InvariantCulture));
            Open(AlertKind.Unreachable, id, null, loss, now, changes);
        }
    }

    private DateTimeOffset? OutageDue =>
        settings.Kinds.Contains(AlertKind.Unreachable) && FindOpen(AlertKind.Unreachable, "") is null ? lostAt + settings.Unreachable : null;

    /// <summary>Opens an alert that asks nothing of anybody and ends by itself.</summary>
    private void Open(AlertKind kind, string id, Session? session, string text, DateTimeOffset now, List<AlertChange> changes)
    {
        if (alerts.TryGetValue(id, out var known))
        {
            Reopen(known, changes);
            return;
        }

        var root = session is null ? "" : sessions.RootOf(session.Id);
        var alert = new Alert(id, kind, server, session?.Id ?? "", root, sessions.Find(root)?.Title ?? server, session?.Directory ?? "", text, [], now);
        var tracked = new TrackedAlert(alert, id);
        alerts.Add(id, tracked);
        open.Add(tracked);
        changes.Add(new(AlertChangeKind.Opened, alert));
    }
}
