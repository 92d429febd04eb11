using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpenCode.Bridge.Alerts;

namespace OpenCode.Bridge.Channels.Push;

/// <summary>What the page's service worker shows; see sw.ts.</summary>
/// <param name="Id">A later message with the same takes the place of an earlier one.</param>
/// <param name="Open">The alert that a tap opens; null: the inbox.</param>
/// <param name="Again">Makes a sound also where it takes the place of another.</param>
/// <param name="Silent">Makes none.</param>
/// <param name="Waits">Stays until somebody reacts.</param>
internal sealed record PushPayload(string Id, string Title, string Body, string? Open, bool Again, bool Silent, bool Waits)
{
    // More than a notification shows anywhere.
    private const int TitleBytes = 300;
    private const int TextBytes = 2000;

    public static byte[] Of(ChannelMessage message)
    {
        var (alert, reason) = (message.Alert, message.Reason);
        var text = MessageWords.Text(message);
        var payload = new PushPayload(
            alert.Id,
            PlainText.CutBytes(MessageWords.Title(message), TitleBytes),
            "",
            reason is MessageReason.Digest or MessageReason.Test ? null : alert.Id,
            Again: reason is MessageReason.Opened or MessageReason.Reminder or MessageReason.Test,
            Silent: reason is MessageReason.Updated or MessageReason.Closed,
            Waits: alert is { State: AlertState.Open, Kind: AlertKind.Permission or AlertKind.Question } && reason != MessageReason.Closed);
        for (var limit = TextBytes; ;)
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(payload with { Body = PlainText.CutBytes(text, limit) }, PushJson.Readable.PushPayload);
            if (json.Length <= PushEncryption.LongestMessage)
            {
                return json;
            }

            // Quotes and emoji take more of JSON than of the text; a byte less of the text is at least a byte less of JSON.
            limit -= json.Length - PushEncryption.LongestMessage;
        }
    }
}

[JsonSerializable(typeof(PushPayload))]
internal sealed partial class PushJson : JsonSerializerContext
{
    /// <summary>Letters of all scripts as they are: escaped, they would take most of the room.</summary>
    public static PushJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
