using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Channels;
using OpenCode.Bridge.Settings;

namespace OpenCode.Bridge.Outbox;

/// <summary>Every change to every channel at once; requests wait for their grace time.</summary>
internal sealed class EveryChannelPlan(IEnumerable<IChannel> channels, BridgeSettings settings) : IDeliveryPlan
{
    private readonly string[] channels = [.. channels.Select(channel => channel.Name)];

    public IReadOnlyList<PlannedDelivery> Plan(AlertChange change, DateTimeOffset now)
    {
        var waits = change is { Kind: AlertChangeKind.Opened, Alert.Kind: AlertKind.Permission or AlertKind.Question };
        return [.. channels.Select(channel => new PlannedDelivery(channel, waits ? now + settings.Alerts.Grace : now))];
    }
}
