using System.Diagnostics;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Decisions;

/// <summary>
/// Brings a decision to its server. One decision at a time for each alert: a second one waits for the first and is too late
/// unless the first failed. An alert closes only when the server took the reply.
/// </summary>
internal sealed class DecisionService(
    AlertStore store,
    IEnumerable<IOpenCodeServer> servers,
    BridgeTelemetry telemetry,
    TimeProvider time,
    ILogger<DecisionService> logger)
{
    private readonly Dictionary<string, IOpenCodeServer> servers = servers.ToDictionary(server => server.Name);
    private readonly Dictionary<string, Task> underWay = [];
    private readonly Lock gate = new();

    /// <param name="alertId">The alert to decide.</param>
    /// <param name="reply">How.</param>
    /// <param name="origin">Who decides, and from where.</param>
    /// <param name="cancellationToken">Ends the wait for another decision. A reply that is under way is brought to its end.</param>
    public async Task<DecisionResult> DecideAsync(string alertId, Reply reply, DecisionOrigin origin, CancellationToken cancellationToken)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (Enter(alertId, turn.Task) is { } other)
        {
            await other.WaitAsync(cancellationToken);
        }

        try
        {
            return await DecideAsync(alertId, reply, origin.By);
        }
        finally
        {
            lock (gate)
            {
                underWay.Remove(alertId);
            }

            turn.SetResult();
        }
    }

    private Task? Enter(string alertId, Task turn)
    {
        lock (gate)
        {
            return underWay.TryAdd(alertId, turn) ? null : underWay[alertId];
        }
    }

    private async Task<DecisionResult> DecideAsync(string alertId, Reply reply, string by)
    {
        if (store.Find(alertId) is not { } alert)
        {
            return new DecisionResult.Unknown();
        }

        if (alert.State != AlertState.Open)
        {
            return new DecisionResult.TooLate(alert);
        }

        if (DecisionRules.Problem(alert, reply) is { } problem)
        {
            return new DecisionResult.Invalid(problem);
        }

        using var activity = telemetry.StartDecision(alert, store.ContextOf(alertId));
        if (store.BeginDecision(alert, reply.Kind, by) is not { } requests)
        {
            return new DecisionResult.TooLate(store.Find(alertId) ?? alert);
        }

        OpenCodeException? failure;
        try
        {
            failure = await ReplyAsync(alert, requests, reply);
        }
        finally
        {
            store.EndDecision(alert);
        }

        return Conclude(store.Find(alertId) ?? alert, by, failure, activity);
    }

    private async Task<OpenCodeException?> ReplyAsync(Alert alert, IReadOnlyList<OpenRequest> requests, Reply reply)
    {
        foreach (var request in requests)
        {
            try
            {
                // Not cancelled with the caller: a phone that loses its connection has still decided.
                store.Replied(alert.Server, request.Id, await servers[alert.Server].ReplyAsync(request, reply, CancellationToken.None));
            }
            catch (OpenCodeException failure)
            {
                return failure;
            }
        }

        return null;
    }

    private DecisionResult Conclude(Alert alert, string by, OpenCodeException? failure, Activity? activity)
    {
        if (alert is { State: AlertState.Decided or AlertState.Expired, Decision: { } kind } && alert.DecidedBy == by)
        {
            telemetry.Decided(alert, time.GetUtcNow());
            DecisionLog.Decided(logger, alert.Id, kind.Name, by);
            return new DecisionResult.Done(alert);
        }

        if (alert.State != AlertState.Open)
        {
            DecisionLog.TooLate(logger, alert.Id, alert.State.Name);
            return new DecisionResult.TooLate(alert);
        }

        var reason = failure?.Message ?? "no answer from the server";
        activity?.SetStatus(ActivityStatusCode.Error, reason);
        DecisionLog.Failed(logger, alert.Id, reason);
        return new DecisionResult.ServerFailed(reason, failure?.Fault == OpenCodeFault.Unreachable);
    }
}
