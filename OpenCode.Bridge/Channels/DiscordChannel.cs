using System.Text.Json;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Settings;

namespace OpenCode.Bridge.Channels;

/// <summary>
/// Messages through a Discord webhook. The id that Discord gives a message is the receipt by which it is edited when the
/// alert changes or ends. An edit is silent, so a reminder is a message of its own that takes the place of the former.
/// </summary>
internal sealed class DiscordChannel(BridgeSettings settings, ChannelHttp http, TimeProvider time) : IChannel
{
    public const string ChannelName = "discord";

    // https://discord.com/developers/docs/resources/message#embed-object-embed-limits; all in all below 6,000.
    private const int TitleLength = 256;
    private const int DescriptionLength = 4096;
    private const int FieldLength = 256;

    private const int UnknownMessage = 10008;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly Uri webhook = settings.Channels.Discord!.Url;
    private DateTimeOffset readyAt;

    public string Name => ChannelName;

    public bool Replaces => true;

    public async Task<SendResult> SendAsync(ChannelMessage message, CancellationToken cancellationToken)
    {
        if (message is { Receipt: { } shown, Reason: MessageReason.Updated or MessageReason.Closed })
        {
            return await SendAsync(HttpMethod.Patch, Message(shown), message, shown, cancellationToken);
        }

        var result = await SendAsync(HttpMethod.Post, Execute(), message, null, cancellationToken);
        if (message.Receipt is { } former && result is SendResult.Accepted)
        {
            await DeleteAsync(former, cancellationToken);
        }

        return result;
    }

    private async Task<SendResult> SendAsync(HttpMethod method, Uri url, ChannelMessage message, string? receipt, CancellationToken cancellationToken)
    {
        await ReadyAsync(cancellationToken);
        using var request = new HttpRequestMessage(method, url);
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(Body(message), DiscordJson.Default.DiscordMessage));
        request.Content.Headers.ContentType = new("application/json");
        return await http.SendAsync(Name, request, answer => Read(answer, receipt), cancellationToken);
    }

    /// <summary>A message that stays although it should go only repeats what the new one says.</summary>
    private async Task DeleteAsync(string receipt, CancellationToken cancellationToken)
    {
        await ReadyAsync(cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Delete, Message(receipt));
        await http.SendAsync(Name, request, answer => Read(answer, receipt), cancellationToken);
    }

    private SendResult? Read(ChannelAnswer answer, string? receipt)
    {
        if (answer.Status == 429)
        {
            var after = ChannelAnswer.Span(answer.Number("retry_after")) ?? answer.Seconds("X-RateLimit-Reset-After") ?? answer.RetryAfter(time.GetUtcNow());
            return new SendResult.Failed("too many messages (429)", after);
        }

        if (answer.Headers.TryGetValues("X-RateLimit-Remaining", out var remaining) && remaining.First() == "0" && answer.Seconds("X-RateLimit-Reset-After") is { } reset)
        {
            readyAt = time.GetUtcNow() + reset;
        }

        return answer switch
        {
            // Somebody deleted the message: nothing is shown that could be out of date.
            { Status: 404 } when receipt is not null && answer.Number("code") == UnknownMessage => new SendResult.Accepted(),
            { IsSuccess: true } when receipt is not null => new SendResult.Accepted(receipt),
            { IsSuccess: true } => answer.Text("id") is { } id ? new SendResult.Accepted(id) : new SendResult.Refused("an answer came, but not from Discord"),
            _ => null,
        };
    }

    /// <summary>Waits where Discord said that the next call would be one too many; those seconds are cheaper than a 429.</summary>
    private async Task ReadyAsync(CancellationToken cancellationToken)
    {
        if (readyAt - time.GetUtcNow() is var wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait < Longest ? wait : Longest, time, cancellationToken);
        }
    }

    private DiscordMessage Body(ChannelMessage message)
    {
        var alert = message.Alert;
        List<DiscordField> fields = [new("Event", Field(message.Reason == MessageReason.Digest ? "Digest" : AlertWords.Event(alert)))];
        AddField(fields, "Session", message.Reason == MessageReason.Digest ? "" : alert.Title);
        AddField(fields, "Directory", message.Reason == MessageReason.Digest ? "" : alert.Directory);
        return new([new(
            PlainText.CutChars(DiscordMarkdown.Escape(MessageWords.Title(message)), TitleLength),
            Description(message),
            Color(message),
            fields,
            settings.PublicUrl is { } url ? InboxLink.To(url, message).AbsoluteUri : null)]);
    }

    private static string Description(ChannelMessage message)
    {
        var text = MessageWords.Text(message);
        return message is { Alert.Kind: AlertKind.Permission, Reason: not (MessageReason.Digest or MessageReason.Test) }
            ? Fitting(text, DiscordMarkdown.Code)
            : Fitting(text, DiscordMarkdown.Escape);
    }

    /// <summary>Cut before it is escaped: a cut through an escape would undo it.</summary>
    private static string Fitting(string text, Func<string, string> form)
    {
        for (var limit = DescriptionLength; ;)
        {
            var formed = form(PlainText.CutChars(text, limit));
            if (formed.Length <= DescriptionLength)
            {
                return formed;
            }

            limit -= Math.Max(1, (formed.Length - DescriptionLength) / 3);
        }
    }

    private static void AddField(List<DiscordField> fields, string name, string value)
    {
        // Discord refuses a message with an empty field.
        if (!string.IsNullOrWhiteSpace(value))
        {
            fields.Add(new(name, Field(value)));
        }
    }

    private static string Field(string value) => DiscordMarkdown.Escape(PlainText.CutChars(PlainText.Line(value), FieldLength / 2));

    private static int Color(ChannelMessage message) => message switch
    {
        { Reason: MessageReason.Digest or MessageReason.Test } => 0x5865F2,
        { Alert.State: AlertState.Decided or AlertState.Withdrawn or AlertState.Expired } => 0x95A5A6,
        { Alert.Kind: AlertKind.Permission or AlertKind.Question } => 0xF1C40F,
        { Alert.Kind: AlertKind.Complete } => 0x2ECC71,
        _ => 0xE74C3C,
    };

    /// <summary><c>wait</c> makes Discord answer with the message's id. A thread that the URL names stays named.</summary>
    private Uri Execute() => new UriBuilder(webhook) { Query = webhook.Query.Length > 1 ? $"{webhook.Query[1..]}&wait=true" : "wait=true" }.Uri;

    private Uri Message(string receipt) => new UriBuilder(webhook) { Path = $"{webhook.AbsolutePath.TrimEnd('/')}/messages/{Uri.EscapeDataString(receipt)}" }.Uri;
}
