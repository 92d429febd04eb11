using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.Outbox;

namespace OpenCode.Bridge.Watching;

/// <summary>Counts what the models used, each message of each server once: a snapshot tells again what the stream told.</summary>
internal sealed class UsageMeter(BridgeTelemetry telemetry, UsageLedger? ledger = null)
{
    private const int Limit = 20_000;

    private readonly BoundedSet counted = new(Limit);
    private readonly Lock gate = new();

    public void Add(string server, ModelMessage message)
    {
        lock (gate)
        {
            if (!counted.Add($"{server}\n{message.Id}"))
            {
                return;
            }
        }

        telemetry.Used(server, message.Provider, message.Model, message.Tokens, message.Cost);
        ledger?.Add(server, message);
    }

    /// <param name="since">What ended before was counted by an earlier process, or is of no interest; null: count nothing.</param>
    public void Add(string server, Snapshot snapshot, DateTimeOffset? since)
    {
        foreach (var message in snapshot.Messages.Where(message => message.CompletedAt >= since))
        {
            Add(server, message);
        }
    }
}
