using System.Globalization;
using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Alerts;

/// <content>
/// Trees of sessions that run and nothing comes of it: a row of retries (OpenCode retries for ever, with neither error nor
/// end), or silence while nobody is asked anything. One alert for a tree, withdrawn as soon as something comes.
/// </content>
internal sealed partial class AlertMachine
{
    private void Progressed(string sessionId, DateTimeOffset now, List<AlertChange> changes)
    {
        sessions.Progress(sessionId, now);
        if (FindOpen(AlertKind.Stalled, sessions.RootOf(sessionId)) is { } stalled && Stalls().All(stall => stall.Root != stalled.Alert.RootSessionId || stall.Due > now))
        {
            Close(stalled, stalled.Alert with { State = AlertState.Withdrawn }, changes);
        }
    }

    private void EndStalls(List<AlertChange> changes)
    {
        foreach (var stalled in open.Where(alert => alert.Alert.Kind == AlertKind.Stalled && !sessions.IsRunning(alert.Alert.RootSessionId)).ToList())
        {
            Close(stalled, stalled.Alert with { State = AlertState.Withdrawn }, changes);
        }
    }

    private void TellStalls(DateTimeOffset now, List<AlertChange> changes)
    {
        foreach (var stall in UntoldStalls().Where(stall => stall.Due <= now).ToList())
        {
            var since = (stall.Due - settings.Stall).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            var id = AlertId.Of(server, AlertKind.Stalled.Name, stall.Root, since);
            Open(AlertKind.Stalled, id, stall.Session, AlertText.Stalled(stall.Retries, settings.Stall), now, changes);
        }
    }

    private IEnumerable<(string Root, Session Session, bool Retries, DateTimeOffset Due)> UntoldStalls() =>
        settings.Kinds.Contains(AlertKind.Stalled) ? Stalls().Where(stall => FindOpen(AlertKind.Stalled, stall.Root) is null) : [];

    /// <summary>For each tree that runs: when it is to be called stalled, as things are now.</summary>
    private IEnumerable<(string Root, Session Session, bool Retries, DateTimeOffset Due)> Stalls()
    {
        foreach (var tree in sessions.Running.GroupBy(running => sessions.RootOf(running.Session.Id)))
        {
            var retrying = tree.MinBy(running => running.RetrySince ?? DateTimeOffset.MaxValue);
            if (retrying.RetrySince is { } since)
            {
                yield return (tree.Key, retrying.Session, true, since + settings.Stall);
            }
            else if (!open.Exists(alert => alert.Alert.FirstRequest is not null && alert.Alert.RootSessionId == tree.Key))
            {
                var latest = tree.MaxBy(running => running.ActiveAt);
                yield return (tree.Key, latest.Session, false, latest.ActiveAt + settings.Stall);
            }
        }
    }

    private TrackedAlert? FindOpen(AlertKind kind, string root) => open.Find(alert => alert.Alert.Kind == kind && alert.Alert.RootSessionId == root);
}
