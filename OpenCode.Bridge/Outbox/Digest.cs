using System.Globalization;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Channels;

namespace OpenCode.Bridge.Outbox;

/// <summary>One message for what was held back.</summary>
internal static class Digest
{
    /// <summary>The id depends on nothing but the time at which the digest was due: a repeat takes its place.</summary>
    public static ChannelMessage Of(long dueAt, IReadOnlyList<Alert> alerts)
    {
        var due = DateTimeOffset.FromUnixTimeMilliseconds(dueAt);
        var newest = alerts[^1];
        var digest = new Alert(
            $"digest-{due.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture)}",
            newest.Kind,
            newest.Server,
            "",
            "",
            "",
            "",
            "",
            [],
            due,
            AlertState.Done);
        return new(digest, MessageReason.Digest, 1, null, alerts);
    }
}
