using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OpenCode.Bridge;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Channels;
using OpenCode.Bridge.Outbox;
using OpenCode.Bridge.Settings;

namespace OpenCode.Tests.Bridge.Outbox;

/// <summary>An outbox in a folder of its own, in a time that stands still, with channels <c>a</c> and <c>b</c>.</summary>
internal sealed class OutboxFixture : IDisposable
{
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly TemporaryFolder? own;
    private readonly string folder;
    private readonly ServiceProvider meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private DataFolder held = null!;

    /// <param name="folder">Kept when this is disposed; null: one of its own.</param>
    /// <param name="now">When its time stands still; null: on a day in May.</param>
    public OutboxFixture(string? folder = null, DateTimeOffset? now = null)
    {
        Time = new(now ?? new(2026, 5, 1, 9, 0, 0, TimeSpan.Zero));
        own = folder is null ? new() : null;
        this.folder = folder ?? own!.Path;
        Telemetry = new(meters.GetRequiredService<IMeterFactory>());
        Open();
    }

    public FakeTimeProvider Time { get; }

    public FixedPlan Plan { get; } = new();

    public string File => Path.Combine(folder, "outbox.db");

    public BridgeTelemetry Telemetry { get; }

    public OutboxDatabase Database { get; private set; } = null!;

    public AlertOutbox Alerts { get; private set; } = null!;

    public DeliveryQueue Queue { get; private set; } = null!;

    public DecisionLedger Ledger { get; private set; } = null!;

    public OutboxSignals Signals { get; private set; } = null!;

    public static BridgeSettings Settings(string data) => new([new("opencode", new("http://127.0.0.1:4096/"), null)], null, null, []) { DataFolder = data };

    /// <summary>As after a kill: nothing is handed over but the file.</summary>
    public void Reopen(Action? between = null)
    {
        Close();
        between?.Invoke();
        Open();
    }

    public Alert Permission(string id = "per_1", string title = "Title") => new(
        AlertId.Of("opencode", id), AlertKind.Permission, "opencode", "ses_1", "ses_1", title, Given.Folder, "ls -la", [Given.Permission(id)], Time.GetUtcNow());

    public Alert Complete(string id = "msg_1") => new(
        AlertId.Of("opencode", id), AlertKind.Complete, "opencode", "ses_1", "ses_1", "Title", Given.Folder, "done", [], Time.GetUtcNow(), AlertState.Done);

    public void Record(AlertChangeKind kind, Alert alert) => Alerts.Record([new(kind, alert)], Time.GetUtcNow());

    public Lease? Take(string channel = "a") => Queue.Take(channel, Time.GetUtcNow());

    public void Complete(Lease lease, SendResult result, TimeSpan retryIn = default) =>
        Queue.Complete(lease, result, Time.GetUtcNow() + retryIn, Time.GetUtcNow());

    public Delivery Delivery(Alert alert, string channel = "a") =>
        Database.Read(session => DeliveryTable.Of(session, [alert.Id]))[alert.Id].Single(delivery => delivery.Channel == channel);

    public void Dispose()
    {
        Close();
        Telemetry.Dispose();
        meters.Dispose();
        own?.Dispose();
    }

    private void Open()
    {
        held = new(Settings(folder));
        Database = new(held, Time, NullLogger<OutboxDatabase>.Instance);
        Signals = new(Time);
        Alerts = new(Database, new(Database), Plan, Signals, Telemetry, Time, NullLogger<AlertOutbox>.Instance);
        Queue = new(Database);
        Ledger = new(Database, Alerts, Time);
    }

    private void Close()
    {
        Database.Dispose();
        held.Dispose();
    }

    /// <summary>What a test says; else every channel at once, requests after the grace time.</summary>
    internal sealed class FixedPlan : IDeliveryPlan
    {
        public Func<AlertChange, DateTimeOffset, IReadOnlyList<PlannedDelivery>> Next { get; set; } = (change, now) =>
        {
            var due = change is { Kind: AlertChangeKind.Opened, Alert.Kind: AlertKind.Permission } ? now + Grace : now;
            return [new("a", due), new("b", due)];
        };

        public IReadOnlyList<PlannedDelivery> Plan(AlertChange change, DateTimeOffset now) => Next(change, now);
    }
}
