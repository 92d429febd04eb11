using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.Outbox;

namespace OpenCode.Bridge.Decisions;

/// <summary>A stored decision, the requests that have no reply yet, and whether a reply may have arrived unnoticed.</summary>
/// <param name="alert">As it was when it was decided.</param>
/// <param name="requests">All that the alert stands for.</param>
/// <param name="reply">For each of them.</param>
/// <param name="by">Who decided.</param>
/// <param name="ledger">Where the doubt is kept.</param>
/// <param name="inDoubt">An earlier process may have replied.</param>
internal sealed class DecisionOnTheWay(Alert alert, IReadOnlyList<OpenRequest> requests, Reply reply, string by, DecisionLedger ledger, bool inDoubt)
{
    // It is stored as in doubt from the start.
    private bool stored = true;

    public Alert Alert => alert;

    public Reply Reply => reply;

    public Queue<OpenRequest> Requests { get; } = new(requests);

    /// <summary>How the first try ended.</summary>
    public TaskCompletionSource<DecisionResult> First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>An earlier reply may have arrived.</summary>
    public bool InDoubt { get; set; } = inDoubt;

    /// <summary>
    /// The process may die over a reply: until it is known not to have arrived, a request that the server does not know
    /// (any more) counts as decided by us.
    /// </summary>
    public void Note(bool doubt)
    {
        if (stored == doubt)
        {
            return;
        }

        try
        {
            ledger.SetDoubt(alert.Id, doubt);
            stored = doubt;
        }
        catch (OutboxException)
        {
            // Told by the database. The decision itself is stored.
        }
    }

    /// <summary>For the audit and for the one who decided.</summary>
    /// <param name="ended">The alert as it is now.</param>
    /// <param name="problem">Why the server did not take it, should that be so.</param>
    public (string Result, DecisionResult Told) Outcome(Alert ended, string problem) => ended switch
    {
        { State: AlertState.Open } => (AuditResult.Rejected, new DecisionResult.ServerFailed(problem, Unreachable: false)),
        { Decision: not null } when ended.DecidedBy == by => (AuditResult.Taken, new DecisionResult.Done(ended)),
        { Decision: not null } => (AuditResult.Overtaken, new DecisionResult.TooLate(ended)),
        _ => (AuditResult.Gone, new DecisionResult.TooLate(ended)),
    };
}
