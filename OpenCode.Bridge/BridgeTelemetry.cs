using System.Diagnostics;
using OpenCode.Bridge.Alerts;

namespace OpenCode.Bridge;

/// <summary>
/// What the bridge tells about itself: one <see cref="ActivitySource"/>, one meter. No tag holds a directory, a title or
/// anybody's text.
/// </summary>
internal sealed partial class BridgeTelemetry : IDisposable
{
    /// <summary>Name of the source and of the meter.</summary>
    public const string Name = "OpenCode.Bridge";

    private readonly ActivitySource activities = new(Name);

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
