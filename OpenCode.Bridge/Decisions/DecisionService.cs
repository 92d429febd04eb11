using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.Outbox;

namespace OpenCode.Bridge.Decisions;

/// <summary>
/// Takes decisions from every way in. The first one wins: it is on the disk before it is sent to the server, and whoever
/// comes later is told who was first.
/// </summary>
internal sealed class DecisionService(
    AlertStore store,
    AlertArchive archive,
    DecisionLedger ledger,
    DecisionSender sender,
    BridgeTelemetry telemetry,
    TimeProvider time,
    ILogger<DecisionService> logger)
{
    /// <summary>How long a caller waits for the server; the decision stands already.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="alertId">The alert to decide.</param>
    /// <param name="reply">How.</param>
    /// <param name="origin">Who decides, and from where.</param>
    /// <param name="cancellationToken">Ends the wait for the server, not the decision.</param>
    public async Task<DecisionResult> DecideAsync(string alertId, Reply reply, DecisionOrigin origin, CancellationToken cancellationToken)
    {
        if (archive.Find(alertId) is not { } alert)
        {
            return new DecisionResult.Unknown();
        }

        if (alert.State != AlertState.Open)
        {
            return Late(alert, reply, origin);
        }

        if (DecisionRules.Problem(alert, reply) is { } problem)
        {
            return new DecisionResult.Invalid(problem);
        }

        using var activity = telemetry.StartDecision(alert, store.ContextOf(alertId));
        IReadOnlyList<OpenRequest>? requests;
        try
        {
            requests = store.BeginDecision(alert, reply.Kind, origin.By, decided => ledger.Store(decided, reply, origin));
        }
        catch (OutboxException broken)
        {
            return new DecisionResult.ServerFailed($"the decision could not be stored: the outbox {broken.Message}", Unreachable: true);
        }

        if (requests is null)
        {
            return Late(archive.Find(alertId) ?? alert, reply, origin);
        }

        telemetry.Decided(alert, time.GetUtcNow());
        DecisionLog.Decided(logger, alert.Id, reply.Kind.Name, origin.By);
        try
        {
            return await sender.Send(alert, requests, reply, origin.By).WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return new DecisionResult.Done(store.Find(alertId) ?? alert);
        }
    }

    private DecisionResult.TooLate Late(Alert alert, Reply reply, DecisionOrigin origin)
    {
        DecisionLog.TooLate(logger, alert.Id, alert.State.Name);
        // What becomes overdue while somebody decides is nobody's doing.
        if (origin.Source != DecisionSource.Expiry)
        {
            try
            {
                ledger.StoreLate(alert.Id, reply, origin);
            }
            catch (OutboxException broken)
            {
                DecisionLog.NotNoted(logger, alert.Id, broken.Message);
            }
        }

        return new(alert);
    }
}
