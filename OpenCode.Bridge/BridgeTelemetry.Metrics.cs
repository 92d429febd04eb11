using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.OpenCode.V1;
using OpenCode.Bridge.Watching;

namespace OpenCode.Bridge;

/// <content>
/// The instruments of the contract, named as OpenTelemetry names them: <c>/metrics</c> writes <c>_</c> for the dot and
/// <c>_total</c> behind a counter. What counts from the start is there from the start, as zero.
/// </content>
internal sealed partial class BridgeTelemetry
{
    // From a channel on the same machine to one that was down for the night.
    private static readonly double[] DeliverySeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600];
    private static readonly double[] DecisionSeconds = [1, 5, 15, 30, 60, 300, 900, 3600, 14400, 86400];

    private readonly ConcurrentQueue<StreamTally> streams = [];
    private readonly Meter meter;
    private readonly Counter<long> alerts;
    private readonly Counter<long> deliveries;
    private readonly Counter<long> tokens;
    private readonly Counter<double> cost;
    private readonly Histogram<double> deliverySeconds;
    private readonly Histogram<double> decisionSeconds;
    private Func<IReadOnlyDictionary<string, int>> pending = () => new Dictionary<string, int>();

    public BridgeTelemetry(IMeterFactory meters)
    {
        meter = meters.Create(Name);
        alerts = meter.CreateCounter<long>("opencode.alerts", description: "Alerts opened");
        deliveries = meter.CreateCounter<long>("opencode.deliveries", description: "Messages handed to a channel");
        tokens = meter.CreateCounter<long>("opencode.tokens", description: "Tokens used by finished steps");
        cost = meter.CreateCounter<double>("opencode.cost.usd", description: "Cost of finished steps in US dollars");
        deliverySeconds = Seconds("opencode.alert.delivery.seconds", "From the event to the channel that accepted its alert", DeliverySeconds);
        decisionSeconds = Seconds("opencode.decision.seconds", "From the alert to its decision", DecisionSeconds);
        meter.CreateObservableCounter("opencode.stream.events", () => streams.SelectMany(Outcomes), description: "Frames read from the servers' event streams");
        meter.CreateObservableGauge(
            "opencode.outbox.pending",
            () => pending().Select(entry => new Measurement<int>(entry.Value, Tag("channel", entry.Key))),
            description: "Deliveries that wait for their channel");
        foreach (var kind in Enum.GetValues<AlertKind>())
        {
            alerts.Add(0, Tag("kind", kind.Name));
        }
    }

    /// <summary>Where the reader of a server's stream counts its frames.</summary>
    public StreamTally StreamOf(string server)
    {
        var tally = new StreamTally(server);
        streams.Enqueue(tally);
        return tally;
    }

    public void ObserveServers(IReadOnlyList<ServerStatus> servers)
    {
        meter.CreateObservableGauge(
            "opencode.stream.connected",
            () => servers.Select(server => Of(server, server.Connected)),
            description: "1 while the server's event stream is connected");
        meter.CreateObservableGauge(
            "opencode.server.up",
            () => servers.Select(server => Of(server, IsUp(server))),
            description: "1 while the server answers, even if it refuses");
    }

    public void ObserveOpenAlerts(Func<IReadOnlyDictionary<AlertKind, int>> count) => meter.CreateObservableGauge(
        "opencode.alerts.open",
        () => count().Select(entry => new Measurement<int>(entry.Value, Tag("kind", entry.Key.Name))),
        description: "Alerts waiting for a decision");

    /// <param name="count">By server and state (<c>idle</c>, <c>busy</c>, <c>retry</c>, <c>waiting</c>).</param>
    public void ObserveSessions(Func<IReadOnlyDictionary<(string Server, string State), int>> count) => meter.CreateObservableGauge(
        "opencode.sessions",
        () => count().Select(entry => new Measurement<int>(entry.Value, Tag("server", entry.Key.Server), Tag("state", entry.Key.State))),
        description: "Sessions that are not archived");

    /// <param name="count">Deliveries that are neither accepted nor given up, by channel.</param>
    public void ObserveOutbox(Func<IReadOnlyDictionary<string, int>> count) => pending = count;

    /// <param name="channel">As in settings.</param>
    /// <param name="outcome"><c>accepted</c>, <c>failed</c> (it is tried again) or <c>refused</c>.</param>
    /// <param name="count">0 makes the series known.</param>
    public void Delivered(string channel, string outcome, int count = 1) =>
        deliveries.Add(count, Tag("channel", channel), Tag("outcome", outcome));

    /// <param name="elapsed">From the event to the acceptance of the alert's first message.</param>
    public void DeliveryTook(TimeSpan elapsed) => deliverySeconds.Record(elapsed.TotalSeconds);

    /// <summary>What is read from the reply topic, by outcome; there is no such metric without such a topic.</summary>
    public Counter<long> Replies() => meter.CreateCounter<long>("opencode.replies", description: "Messages read from the reply topic");

    public void Decided(Alert alert, DateTimeOffset now) => decisionSeconds.Record((now - alert.CreatedAt).TotalSeconds);

    /// <summary>A finished step of a turn; each once.</summary>
    public void Used(string server, string provider, string model, SessionTokens used, decimal dollars)
    {
        (string Kind, long Count)[] kinds =
        [
            ("input", used.Input), ("output", used.Output), ("reasoning", used.Reasoning), ("cache_read", used.CacheRead), ("cache_write", used.CacheWrite),
        ];
        foreach (var (kind, count) in kinds)
        {
            tokens.Add(count, Tag("server", server), Tag("provider", provider), Tag("model", model), Tag("kind", kind));
        }

        cost.Add((double)dollars, Tag("server", server), Tag("provider", provider), Tag("model", model));
    }

    private static IEnumerable<Measurement<long>> Outcomes(StreamTally stream)
    {
        yield return new(stream.Of(FrameOutcome.Handled), Tag("server", stream.Server), Tag("outcome", "handled"));
        yield return new(stream.Of(FrameOutcome.Ignored), Tag("server", stream.Server), Tag("outcome", "ignored"));
        yield return new(stream.Of(FrameOutcome.Malformed), Tag("server", stream.Server), Tag("outcome", "malformed"));
    }

    private static bool IsUp(ServerStatus server) => server.Connected || server.Fault is OpenCodeFault.Unauthorized or OpenCodeFault.Unsupported;

    private static Measurement<int> Of(ServerStatus server, bool value) => new(value ? 1 : 0, Tag("server", server.Server));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private Histogram<double> Seconds(string name, string description, double[] bounds) =>
        meter.CreateHistogram<double>(name, "s", description, advice: new() { HistogramBucketBoundaries = bounds });
}
