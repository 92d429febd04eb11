using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Alerts;

/// <content>
/// Decisions on their way. To everybody an alert is decided as soon as the decision is stored; to its machine only when the
/// server took it, or else the echo of our own reply could not be told from somebody else's answer.
/// </content>
internal sealed partial class AlertStore
{
    private readonly Dictionary<string, (ReplyKind Kind, string By)> underWay = [];

    /// <summary>Begins a decision: the first one wins.</summary>
    /// <param name="store">Stores the alert as decided; false, or an exception, and nothing was begun.</param>
    /// <returns>The requests to reply to; null when the alert is not open, or was not stored.</returns>
    public IReadOnlyList<OpenRequest>? BeginDecision(Alert alert, ReplyKind kind, string by, Func<Alert, bool> store)
    {
        lock (gate)
        {
            if (machines[alert.Server].Begin(alert.Id, kind, by) is not { } requests)
            {
                return null;
            }

            underWay[alert.Id] = (kind, by);
            var stored = false;
            try
            {
                stored = store(Shown(machines[alert.Server].Find(alert.Id)!));
            }
            finally
            {
                if (!stored)
                {
                    underWay.Remove(alert.Id);
                    Tell(alert.Server, machines[alert.Server].End(alert.Id));
                }
            }

            return stored ? requests : null;
        }
    }

    /// <param name="repeated">An earlier reply may have arrived: if the server knows of no request, that one did.</param>
    public void Replied(string server, string requestId, ReplyOutcome outcome, bool repeated) =>
        Change(server, machine => machine.Replied(requestId, outcome, repeated));

    /// <summary>The decision is through, or given up: then the alert is open again, and everybody is told so.</summary>
    public void EndDecision(Alert alert)
    {
        lock (gate)
        {
            underWay.Remove(alert.Id);
            var machine = machines[alert.Server];
            Tell(alert.Server, machine.End(alert.Id));
            if (machine.Find(alert.Id) is { State: AlertState.Open } again)
            {
                Tell(alert.Server, [new(AlertChangeKind.Opened, again)]);
            }
        }
    }

    /// <summary>Brings the journal in line with what is open, after it lost its file or found it late.</summary>
    public void Align()
    {
        lock (gate)
        {
            journal.Align([.. machines.Values.SelectMany(machine => machine.OpenAlerts).Select(Shown).Where(alert => alert.State == AlertState.Open)]);
        }
    }

    private Alert Shown(Alert alert) => alert.State == AlertState.Open && underWay.TryGetValue(alert.Id, out var decision)
        ? alert with
        {
            State = decision.By == Alert.ByExpiry ? AlertState.Expired : AlertState.Decided,
            Decision = decision.Kind,
            DecidedBy = decision.By,
        }
        : alert;

    private AlertChange Shown(AlertChange change)
    {
        var shown = Shown(change.Alert);
        return shown == change.Alert ? change : new(AlertChangeKind.Closed, shown);
    }
}
