using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpenCode.Bridge.Alerts;

namespace OpenCode.Bridge.Channels;

/// <summary>A message as JSON for the root of an ntfy server: https://docs.ntfy.sh/publish/#publish-as-json.</summary>
/// <param name="SequenceId">A later message with the same takes the place of an earlier one, from 2.16 on.</param>
/// <param name="Delay">Delivered so much later, unless another of its sequence comes before.</param>
internal sealed record NtfyPublish(
    string Topic,
    string Title,
    string Message,
    int Priority,
    IReadOnlyList<string> Tags,
    string SequenceId,
    string? Click = null,
    IReadOnlyList<NtfyAction>? Actions = null,
    string? Delay = null)
{
    /// <summary>Longer ones become an attachment or are refused.</summary>
    private const int MessageBytes = 4095;

    /// <summary>Of the whole JSON: the server reads no more than twice its limit for a message.</summary>
    private const int BodyBytes = 8192;

    private const int TitleBytes = 300;

    /// <summary>As it is sent; the message is cut to fit.</summary>
    public byte[] ToBytes()
    {
        // "=?" would begin an encoded word (RFC 2047), which the server decodes: a title could then say something else.
        var fitting = this with { Title = PlainText.CutBytes(Title.Replace("=?", "= ?", StringComparison.Ordinal), TitleBytes) };
        for (var limit = MessageBytes; ;)
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(fitting with { Message = PlainText.CutBytes(Message, limit) }, NtfyJson.Readable.NtfyPublish);
            if (json.Length <= BodyBytes)
            {
                return json;
            }

            // A byte less of the message is at least a byte less of JSON.
            limit -= json.Length - BodyBytes;
        }
    }
}

/// <summary>A button that makes a call.</summary>
/// <param name="Clear">The message goes away when the call went well.</param>
internal sealed record NtfyAction(
    string Label,
    string Url,
    IReadOnlyDictionary<string, string>? Headers = null,
    string? Body = null,
    string Action = "http",
    string Method = "POST",
    bool Clear = true);

[JsonSerializable(typeof(NtfyPublish))]
internal sealed partial class NtfyJson : JsonSerializerContext
{
    /// <summary>Writes letters of all scripts as they are: escaped, a message of them would be three times too long.</summary>
    public static NtfyJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
