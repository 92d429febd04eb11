using OpenCode.Bridge.Alerts;

namespace OpenCode.Bridge.Channels;

/// <summary>Why something is sent.</summary>
internal enum MessageReason
{
    /// <summary>An alert was opened.</summary>
    Opened,

    /// <summary>An open alert has another title, or stands for more requests.</summary>
    Updated,

    /// <summary>An open alert is told again, because nobody reacted.</summary>
    Reminder,

    /// <summary>An alert ended; what was shown of it is out of date.</summary>
    Closed,

    /// <summary>What was held back during quiet hours, in one message.</summary>
    Digest,

    /// <summary>Somebody tries the channel.</summary>
    Test,
}

/// <summary>What a channel shall say of one alert.</summary>
/// <param name="Alert">As it is now.</param>
/// <param name="Revision">1 for an alert's first message, counted up with each further one; a repeat has the same.</param>
/// <param name="Receipt">What the channel returned for the alert's last message, where it did.</param>
/// <param name="Digest">The alerts of a digest; empty otherwise.</param>
internal sealed record ChannelMessage(Alert Alert, MessageReason Reason, int Revision, string? Receipt, IReadOnlyList<Alert> Digest);
