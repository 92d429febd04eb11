using OpenCode.Bridge.Alerts;

namespace OpenCode.Bridge.Channels;

internal static class InboxLink
{
    /// <summary>The alert in the inbox. Its id stands in the fragment, which no server and no proxy gets to log.</summary>
    public static Uri To(Uri publicUrl, ChannelMessage message) =>
        message.Reason is MessageReason.Digest or MessageReason.Test ? publicUrl : To(publicUrl, message.Alert);

    private static Uri To(Uri publicUrl, Alert alert) => new(publicUrl, $"#{alert.Id}");
}
