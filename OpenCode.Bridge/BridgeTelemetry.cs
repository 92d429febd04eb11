using System.Diagnostics;
using System.Diagnostics.Metrics;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode.V1;

namespace OpenCode.Bridge;

/// <summary>
/// What the bridge tells about itself: one <see cref="ActivitySource"/>, one <see cref="Meter"/>. No tag holds a directory,
/// a title or anybody's text.
/// </summary>
internal sealed class BridgeTelemetry : IDisposable
{
    /// <summary>Name of the source and of the meter.</summary>
    public const string Name = "OpenCode.Bridge";

    private readonly ActivitySource activities = new(Name);
    private readonly Meter meter;
    private readonly Counter<long> streamEvents;
    private readonly Counter<long> alerts;
    private readonly Histogram<double> decisionSeconds;

    public BridgeTelemetry(IMeterFactory meters)
    {
        meter = meters.Create(Name);
        streamEvents = meter.CreateCounter<long>("opencode.stream.events", description: "Frames read from the servers' event streams");
        alerts = meter.CreateCounter<long>("opencode.alerts", description: "Alerts opened");
        decisionSeconds = meter.CreateHistogram<double>(
            "opencode.decision.seconds",
            "s",
            "From the alert to its decision",
            advice: new() { HistogramBucketBoundaries = [1, 5, 15, 30, 60, 300, 900, 3600, 14400, 86400] });
    }

    public void StreamEvent(string server, FrameOutcome outcome) => streamEvents.Add(
        1,
        new("server", server),
        new("outcome", outcome switch
        {
            FrameOutcome.Handled => "handled",
            FrameOutcome.Ignored => "ignored",
            _ => "malformed",
        }));

    public void ObserveOpenAlerts(Func<IReadOnlyDictionary<AlertKind, int>> count) => meter.CreateObservableGauge(
        "opencode.alerts.open",
        () => count().Select(entry => new Measurement<int>(entry.Value, new KeyValuePair<string, object?>("kind", entry.Key.Name))),
        description: "Alerts waiting for a decision");

    /// <summary>
    /// Counts the alert and starts its trace. The span ends at once, because one that ends with the decision would be seen
    /// hours later or, after a crash, never; the decision's span becomes its child when it comes.
    /// </summary>
    public ActivityContext AlertOpened(Alert alert)
    {
        alerts.Add(1, new KeyValuePair<string, object?>("kind", alert.Kind.Name));
        Activity.Current = null;
        using var activity = activities.StartActivity($"alert {alert.Kind.Name}", ActivityKind.Consumer);
        Describe(activity, alert);
        return activity?.Context ?? default;
    }

    /// <summary>The span of a decision: child of the alert's, linked to the call that brought the decision.</summary>
    public Activity? StartDecision(Alert alert, ActivityContext context)
    {
        var links = Activity.Current is { } call ? [new ActivityLink(call.Context)] : Array.Empty<ActivityLink>();
        var activity = activities.StartActivity("decide", ActivityKind.Internal, context, links: links);
        Describe(activity, alert);
        return activity;
    }

    public void Decided(Alert alert, DateTimeOffset now) =>
        decisionSeconds.Record((now - alert.CreatedAt).TotalSeconds, new KeyValuePair<string, object?>("kind", alert.Kind.Name));

    /// <summary>One span around the many calls of a snapshot.</summary>
    public Activity? StartSnapshot(string server)
    {
        Activity.Current = null;
        return activities.StartActivity("reconcile")?.SetTag("server", server);
    }

    public void Dispose() => activities.Dispose();

    private static void Describe(Activity? activity, Alert alert) => activity?
        .SetTag("alert.id", alert.Id)
        .SetTag("alert.kind", alert.Kind.Name)
        .SetTag("session.id", alert.SessionId)
        .SetTag("server", alert.Server);
}
