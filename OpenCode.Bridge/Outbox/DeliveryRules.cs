using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Channels;

namespace OpenCode.Bridge.Outbox;

/// <summary>What a change means for a channel that was told something of the alert before, or not yet.</summary>
internal static class DeliveryRules
{
    /// <summary>The reason of the message to send next; null: none, or the one that waits already tells it.</summary>
    /// <param name="reopened">The alert was not open before, or not known.</param>
    /// <param name="row">How far the channel is; null: it was never to be told.</param>
    public static MessageReason? Next(AlertChangeKind change, bool reopened, DeliveryTable.Row? row)
    {
        if (change == AlertChangeKind.Opened)
        {
            return reopened ? MessageReason.Opened : null;
        }

        // Not tried yet: what waits tells of the alert as it is when it is sent. A digest has nothing to update.
        if (row is null || !row.Shown || (row.Digest && !row.IsUnderWay))
        {
            return null;
        }

        return change switch
        {
            AlertChangeKind.Closed => MessageReason.Closed,
            // Tried, and perhaps never arrived: still the first that a person sees.
            _ when row is { IsUnderWay: true, Reason: MessageReason.Opened } => MessageReason.Opened,
            AlertChangeKind.Reminded => MessageReason.Reminder,
            _ => MessageReason.Updated,
        };
    }

    /// <summary>A message that waits tells of an alert that ended: nobody saw it, or nobody is to hear of the end.</summary>
    public static bool IsPointless(DeliveryTable.Row row, bool planned) => row.State == "pending" && (!row.Shown || !planned);
}
