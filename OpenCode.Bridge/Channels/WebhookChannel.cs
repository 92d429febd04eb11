using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Inbox;
using OpenCode.Bridge.Settings;

namespace OpenCode.Bridge.Channels;

/// <summary>
/// The alert as the API shows it, posted to any address. Each state of an alert is a delivery of its own; a repeat has the
/// delivery's name again. The signature covers time and body, so that neither can be changed nor used again later.
/// </summary>
internal sealed class WebhookChannel(BridgeSettings settings, ChannelHttp http, TimeProvider time) : IChannel
{
    public const string ChannelName = "webhook";

    private readonly WebhookSettings webhook = settings.Channels.Webhook!;

    public string Name => ChannelName;

    public bool Replaces => true;

    public async Task<SendResult> SendAsync(ChannelMessage message, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(AlertJson.Of(new(Alert(message), [])), InboxJson.Default.AlertJson);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("X-OpenCode-Delivery", $"{message.Alert.Id}.{message.Revision}");
        request.Headers.Add("X-OpenCode-Timestamp", timestamp);
        if (webhook.Secret is { } secret)
        {
            request.Headers.Add("X-OpenCode-Signature", $"sha256={Sign(secret, timestamp, body)}");
        }

        return await http.SendAsync(Name, request, _ => null, cancellationToken);
    }

    /// <summary>A digest is one alert that is over; its text lists the others.</summary>
    private static Alert Alert(ChannelMessage message) => message.Reason == MessageReason.Digest
        ? message.Alert with { Title = MessageWords.Title(message), Text = MessageWords.Text(message) }
        : message.Alert;

    /// <summary>HMAC-SHA256 of the timestamp, a full stop and the body, in lower-case hex digits.</summary>
    private static string Sign(string secret, string timestamp, byte[] body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.UTF8.GetBytes($"{timestamp}."), .. body]));
}
