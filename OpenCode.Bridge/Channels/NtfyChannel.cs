using System.Net.Http.Headers;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Decisions.Tokens;
using OpenCode.Bridge.Settings;

namespace OpenCode.Bridge.Channels;

/// <summary>
/// Messages on a topic of an ntfy server. An alert is one sequence: each message of it takes the place of the one before,
/// so a repeat is not seen and nothing has to be remembered. iOS shows every message instead, as does a server before 2.16.
/// </summary>
internal sealed class NtfyChannel(BridgeSettings settings, ChannelHttp http, DecisionButtons buttons) : IChannel
{
    public const string ChannelName = "ntfy";

    private readonly NtfySettings ntfy = settings.Channels.Ntfy!;
    private readonly NtfyTopic topic = NtfyTopic.Of(settings.Channels.Ntfy!.Topic);

    public string Name => ChannelName;

    public bool Replaces => true;

    public Task<SendResult> SendAsync(ChannelMessage message, CancellationToken cancellationToken) => PublishAsync(
        new(
            topic.Name,
            MessageWords.Title(message),
            MessageWords.Text(message),
            Priority(message),
            [Tag(message)],
            message.Alert.Id,
            settings.PublicUrl is { } url ? InboxLink.To(url, message).AbsoluteUri : null,
            message.Reason is MessageReason.Opened or MessageReason.Updated or MessageReason.Reminder ? Actions(message.Alert) : null),
        cancellationToken);

    public async Task<SendResult> PublishAsync(NtfyPublish publish, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Post, topic.Root);
        request.Content = new ByteArrayContent(publish.ToBytes());
        request.Content.Headers.ContentType = new("application/json");
        return await http.SendAsync(
            Name,
            request,
            answer => answer.IsSuccess && answer.Text("id") is null ? new SendResult.Refused("an answer came, but not from an ntfy server") : null,
            cancellationToken);
    }

    /// <summary>Takes a message away from the phones, or one that still waits for its time.</summary>
    public async Task<SendResult> DeleteAsync(string sequenceId, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Delete, topic.Below(sequenceId));
        return await http.SendAsync(
            Name,
            request,
            answer => answer.Status is 404 or 405 ? new SendResult.Refused("it is an ntfy server before 2.16, which cannot replace a message") : null,
            cancellationToken);
    }

    private HttpRequestMessage Request(HttpMethod method, Uri url)
    {
        var request = new HttpRequestMessage(method, url);
        if (ntfy.Token is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return request;
    }

    private IReadOnlyList<NtfyAction>? Actions(Alert alert)
    {
        if (ntfy.ReplyTopic is not { } replies)
        {
            return settings.PublicUrl is { } url ? [.. buttons.Of(alert).Select(button => new NtfyAction(button.Label, DecisionEndpoints.Link(url, button.Token).AbsoluteUri))] : null;
        }

        // Whoever reads the topic sees this token, so it is never the one that the bridge itself uses.
        var headers = ntfy.ReplyToken is { } token ? new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" } : null;
        return [.. buttons.Of(alert).Select(button => new NtfyAction(button.Label, NtfyTopic.Of(replies).Url.AbsoluteUri, headers, button.Token))];
    }

    private static int Priority(ChannelMessage message) => message switch
    {
        { Reason: MessageReason.Closed or MessageReason.Digest or MessageReason.Test } => 3,
        { Alert.Kind: AlertKind.Permission or AlertKind.Question } => 4,
        { Alert.Kind: AlertKind.Unreachable } => 5,
        _ => 3,
    };

    /// <summary>Shown as an emoji before the title: https://docs.ntfy.sh/emojis.</summary>
    private static string Tag(ChannelMessage message) => message switch
    {
        { Reason: MessageReason.Test } => "wave",
        { Reason: MessageReason.Digest } => "newspaper",
        { Alert.State: AlertState.Decided or AlertState.Withdrawn or AlertState.Expired } => "ballot_box_with_check",
        { Alert.Kind: AlertKind.Permission } => "lock",
        { Alert.Kind: AlertKind.Question } => "question",
        { Alert.Kind: AlertKind.Complete } => "white_check_mark",
        { Alert.Kind: AlertKind.Stalled } => "hourglass",
        { Alert.Kind: AlertKind.Unreachable } => "rotating_light",
        _ => "warning",
    };
}
