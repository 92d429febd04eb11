using OpenCode.Bridge.Alerts;

namespace OpenCode.Bridge.Channels;

/// <summary>What a message says, before a channel gives it its form.</summary>
internal static class MessageWords
{
    /// <summary>One line.</summary>
    public static string Title(ChannelMessage message) => message.Reason switch
    {
        MessageReason.Test => PlainText.Line(message.Alert.Title),
        MessageReason.Digest => $"{message.Digest.Count} alerts during the quiet hours",
        MessageReason.Closed => AlertWords.Titled(AlertWords.Outcome(message.Alert), message.Alert),
        MessageReason.Reminder => AlertWords.Titled($"Still waiting: {AlertWords.Event(message.Alert)}", message.Alert),
        _ => AlertWords.Titled(AlertWords.Event(message.Alert), message.Alert),
    };

    /// <summary>Of any length.</summary>
    public static string Text(ChannelMessage message) => message.Reason == MessageReason.Digest
        ? string.Join('\n', message.Digest.Select(alert => $"• {AlertWords.Titled(AlertWords.Event(alert), alert)}"))
        : PlainText.Block(message.Alert.Text);
}
