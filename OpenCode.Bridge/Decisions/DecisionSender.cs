using System.Collections.Concurrent;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.Outbox;
using OpenCode.Bridge.Watching;

namespace OpenCode.Bridge.Decisions;

/// <summary>
/// Brings stored decisions to their servers: again and again, also after a restart, until the server took one or does not
/// wait for it any more.
/// </summary>
internal sealed class DecisionSender(
    AlertStore store,
    DecisionLedger ledger,
    IEnumerable<IOpenCodeServer> servers,
    ServerTimings timings,
    TimeProvider time,
    ILogger<DecisionSender> logger) : IHostedService, IDisposable
{
    private readonly Dictionary<string, IOpenCodeServer> servers = servers.ToDictionary(server => server.Name);
    private readonly ConcurrentDictionary<string, Task> underWay = [];
    private readonly CancellationTokenSource stopping = new();

    /// <summary>The machines are restored by now, and nothing was heard yet.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            Resume();
        }
        catch (OutboxException)
        {
            // Told; resumed when the outbox can be read.
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await Task.WhenAll(underWay.Values).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Goes on with what was stored and did not reach its server.</summary>
    /// <exception cref="OutboxException">The outbox cannot be read.</exception>
    public void Resume()
    {
        foreach (var decision in ledger.Pending().Where(decision => !underWay.ContainsKey(decision.AlertId)))
        {
            if (store.Find(decision.AlertId) is { } alert
                && store.BeginDecision(alert, decision.Reply.Kind, decision.By, _ => true) is { } requests)
            {
                DecisionLog.Resumed(logger, alert.Id);
                _ = Send(alert, requests, decision.Reply, decision.By, decision.InDoubt);
            }
            else
            {
                ledger.Finish(decision.AlertId, AuditResult.Gone);
            }
        }
    }

    /// <returns>
    /// How the first try ended: <see cref="DecisionResult.Done"/> also when the server could not be reached, for then the
    /// decision stands and is sent again.
    /// </returns>
    public Task<DecisionResult> Send(Alert alert, IReadOnlyList<OpenRequest> requests, Reply reply, string by, bool inDoubt = false)
    {
        var decision = new DecisionOnTheWay(alert, requests, reply, by, ledger, inDoubt);
        underWay[alert.Id] = RunAsync(decision);
        return decision.First.Task;
    }

    public void Dispose()
    {
        // Called twice: as a service and as a hosted one.
        if (!stopping.IsCancellationRequested)
        {
            stopping.Cancel();
        }

        stopping.Dispose();
    }

    private async Task RunAsync(DecisionOnTheWay decision)
    {
        await Task.Yield();
        var backOff = new BackOff(timings.BackOff, timings.BackOffLimit, Random.Shared);
        string? told = null;
        try
        {
            while (await TryAsync(decision) is { } failure)
            {
                if (failure.Fault == OpenCodeFault.Rejected)
                {
                    await EndAsync(decision, failure.Message);
                    return;
                }

                if (failure.Message != told)
                {
                    told = failure.Message;
                    DecisionLog.NotTaken(logger, decision.Alert.Id, told);
                }

                decision.First.TrySetResult(new DecisionResult.Done(store.Find(decision.Alert.Id) ?? decision.Alert));
                await Task.Delay(backOff.Next(), time, stopping.Token);
            }

            await EndAsync(decision, "no answer from the server");
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            decision.First.TrySetResult(new DecisionResult.Done(store.Find(decision.Alert.Id) ?? decision.Alert));
        }
        catch (Exception failure)
        {
            // Stored, so the next start goes on with it.
            DecisionLog.Broke(logger, decision.Alert.Id, failure);
            decision.First.TrySetException(failure);
        }
        finally
        {
            underWay.TryRemove(decision.Alert.Id, out _);
        }
    }

    /// <summary>Replies to each request that has no reply yet.</summary>
    private async Task<OpenCodeException?> TryAsync(DecisionOnTheWay decision)
    {
        if (!servers.TryGetValue(decision.Alert.Server, out var server))
        {
            return null;
        }

        decision.Note(doubt: true);
        while (decision.Requests.TryPeek(out var request))
        {
            try
            {
                // Not cancelled with the caller: a phone that loses its connection has still decided.
                var outcome = await server.ReplyAsync(request, decision.Reply, CancellationToken.None);
                store.Replied(decision.Alert.Server, request.Id, outcome, decision.InDoubt);
                decision.Requests.Dequeue();
            }
            catch (OpenCodeException failure)
            {
                // A reply that broke off may have arrived.
                decision.InDoubt |= failure is { NeverArrived: false, Fault: OpenCodeFault.Unreachable or OpenCodeFault.Unexpected };
                decision.Note(decision.InDoubt);
                return failure;
            }
        }

        return null;
    }

    private async Task EndAsync(DecisionOnTheWay decision, string problem)
    {
        store.EndDecision(decision.Alert);
        var alert = store.Find(decision.Alert.Id) ?? decision.Alert;
        var (result, told) = decision.Outcome(alert, problem);
        DecisionLog.Ended(logger, alert.Id, result);
        decision.First.TrySetResult(told);
        while (true)
        {
            try
            {
                ledger.Finish(alert.Id, result);
                return;
            }
            catch (OutboxException)
            {
                await Task.Delay(timings.BackOffLimit, time, stopping.Token);
            }
        }
    }
}
