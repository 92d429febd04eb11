using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Channels;
using OpenCode.Bridge.Outbox;
using OpenCode.Bridge.Settings;

namespace OpenCode.Bridge.Routing;

/// <summary>
/// Who hears of a change, and when, by the owner's settings: kinds, grace time, routes, quiet hours. A pure function; the
/// outbox drops updates and ends of what was never shown.
/// </summary>
internal sealed class DeliveryPlan(IEnumerable<IChannel> channels, BridgeSettings settings) : IDeliveryPlan
{
    private readonly IChannel[] channels = [.. channels];
    private readonly AlertSettings alerts = settings.Alerts;

    public IReadOnlyList<PlannedDelivery> Plan(AlertChange change, DateTimeOffset now)
    {
        if (!alerts.Kinds.Contains(change.Alert.Kind))
        {
            return [];
        }

        var quietUntil = CanWait(change.Alert.Kind) && alerts.Quiet is { } quiet ? QuietClock.EndAt(quiet, now) : null;
        return (change.Kind, quietUntil) switch
        {
            (AlertChangeKind.Opened, { } end) => To(change.Alert, end, digest: true),
            (AlertChangeKind.Opened, null) => To(change.Alert, IsRequest(change.Alert.Kind) ? now + alerts.Grace : now),
            // Whoever sleeps wants no second word on it.
            (AlertChangeKind.Reminded, not null) => [],
            // What is shown is put right, but not by a sound at night.
            (_, { } end) => To(change.Alert, end),
            _ => To(change.Alert, now),
        };
    }

    private IReadOnlyList<PlannedDelivery> To(Alert alert, DateTimeOffset notBefore, bool digest = false) =>
        [.. Channels(alert).Select(channel => new PlannedDelivery(channel, notBefore, digest))];

    private IEnumerable<string> Channels(Alert alert)
    {
        var ready = channels.Where(channel => channel.IsReady).Select(channel => channel.Name);
        return alerts.Routes.FirstOrDefault(route => Glob.Matches(route.Glob, alert.Directory)) is { } route ? ready.Where(route.Channels.Contains) : ready;
    }

    private static bool IsRequest(AlertKind kind) => kind is AlertKind.Permission or AlertKind.Question;

    /// <summary>Nobody waits for an answer, and the bridge still sees everything.</summary>
    private static bool CanWait(AlertKind kind) => !IsRequest(kind) && kind != AlertKind.Unreachable;
}
