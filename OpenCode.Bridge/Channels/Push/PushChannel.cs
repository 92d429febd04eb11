using System.Collections.Concurrent;
using System.Globalization;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Outbox;

namespace OpenCode.Bridge.Channels.Push;

/// <summary>
/// Notifications of the browsers that subscribed on the page, through their makers' push services (RFC 8030). A browser that
/// took a message is left out when it is tried again for the others; one that is gone is forgotten.
/// </summary>
internal sealed class PushChannel(IPushSubscriptions subscriptions, PushKeys keys, PushPolicy policy, ChannelHttp http, ILogger<PushChannel> logger) : IChannel
{
    public const string ChannelName = "webpush";

    /// <summary>After which the browsers that could be reached are enough: a dead one must not hold up the others for ever.</summary>
    private const int Tries = 5;

    private const int Remembered = 256;

    private static readonly TimeSpan Keeps = TimeSpan.FromDays(1);
    private static readonly SendResult.Refused Gone = new("the browser is not subscribed any more");

    private readonly ConcurrentDictionary<(string AlertId, int Revision), Progress> progress = [];

    public string Name => ChannelName;

    public bool Replaces => true;

    public bool IsReady => subscriptions.Any;

    public async Task<SendResult> SendAsync(ChannelMessage message, CancellationToken cancellationToken)
    {
        if (progress.Count > Remembered)
        {
            // Whoever is told a second time sees it once: it takes the place of the first.
            progress.Clear();
        }

        var key = (message.Alert.Id, message.Revision);
        var done = progress.GetOrAdd(key, _ => new());
        done.Tries++;
        var payload = PushPayload.Of(message);
        var results = await Task.WhenAll(subscriptions.List()
            .Where(subscription => !done.Told.ContainsKey(subscription.Id))
            .Select(subscription => SendAsync(subscription, message, payload, done, cancellationToken)));
        var result = Result(results, done);
        if (result is not SendResult.Failed)
        {
            progress.TryRemove(key, out _);
        }

        return result;
    }

    private static SendResult Result(SendResult[] results, Progress done)
    {
        var failed = results.OfType<SendResult.Failed>().ToList();
        if (failed.Count > 0 && (done.Told.IsEmpty || done.Tries < Tries))
        {
            return new SendResult.Failed(failed[0].Problem, failed.Max(one => one.After));
        }

        return done.Told.IsEmpty ? results.OfType<SendResult.Refused>().FirstOrDefault() ?? new SendResult.Refused("no browser is subscribed") : new SendResult.Accepted();
    }

    private async Task<SendResult> SendAsync(PushSubscription subscription, ChannelMessage message, byte[] payload, Progress done, CancellationToken cancellationToken)
    {
        // It was allowed when it was stored; the file may be of a bridge that allowed more.
        if (!policy.Allows(subscription.Endpoint))
        {
            return new SendResult.Refused("the browser's push service is at an address that is not allowed");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, subscription.Endpoint);
        request.Content = new ByteArrayContent(PushEncryption.Encrypt(subscription.P256dh, subscription.Auth, payload));
        request.Content.Headers.ContentType = new("application/octet-stream");
        request.Content.Headers.ContentEncoding.Add("aes128gcm");
        request.Headers.TryAddWithoutValidation("Authorization", keys.Authorize(subscription.Endpoint));
        request.Headers.Add("TTL", Keeps.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("Urgency", IsUrgent(message) ? "high" : "normal");
        // What the browser has not fetched yet is replaced at the service. At most 32 characters of base64url.
        request.Headers.Add("Topic", PushSubscription.IdOf(message.Alert.Id));
        var result = await http.SendAsync(Name, request, answer => answer.Status is 404 or 410 ? Gone : null, cancellationToken);
        if (result is SendResult.Accepted)
        {
            done.Told[subscription.Id] = true;
        }
        else if (result == Gone)
        {
            Forget(subscription);
        }

        return result;
    }

    private void Forget(PushSubscription subscription)
    {
        try
        {
            subscriptions.Remove(subscription.Id);
            PushLog.Gone(logger, subscription.Id);
        }
        catch (OutboxException)
        {
            // The next message finds out again.
        }
    }

    private static bool IsUrgent(ChannelMessage message) =>
        message.Reason == MessageReason.Test
        || message is { Reason: not MessageReason.Closed, Alert.Kind: AlertKind.Permission or AlertKind.Question or AlertKind.Unreachable };

    private sealed class Progress
    {
        public ConcurrentDictionary<string, bool> Told { get; } = [];

        public int Tries { get; set; }
    }
}
