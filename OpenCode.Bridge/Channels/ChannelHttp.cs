using System.Text.Json;

namespace OpenCode.Bridge.Channels;

/// <summary>
/// One call to the service behind a channel. No redirect is followed, nothing is repeated: the outbox does that. Problems
/// name the channel's state in the bridge's own words, never an address, a token or what the service wrote.
/// </summary>
internal sealed class ChannelHttp(IHttpClientFactory clients, ChannelTimings timings, TimeProvider time)
{
    /// <summary>Of the client for a channel.</summary>
    public static string ClientName(string channel) => $"channel-{channel}";

    /// <param name="channel">Name of the channel.</param>
    /// <param name="request">Disposed by the caller.</param>
    /// <param name="read">The channel's own reading of an answer; null leaves it to its status.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<SendResult> SendAsync(
        string channel,
        HttpRequestMessage request,
        Func<ChannelAnswer, SendResult?> read,
        CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timings.Send, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var client = clients.CreateClient(ClientName(channel));
            using var response = await client.SendAsync(request, both.Token);
            var answer = new ChannelAnswer((int)response.StatusCode, response.Headers, await ReadAsync(response, both.Token));
            return read(answer) ?? ByStatus(answer);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SendResult.Failed($"no answer within {timings.Send.TotalSeconds:0} s");
        }
        catch (HttpRequestException failure)
        {
            return new SendResult.Failed(Reason(failure.HttpRequestError));
        }
        catch (IOException)
        {
            return new SendResult.Failed("the connection broke");
        }
    }

    private SendResult ByStatus(ChannelAnswer answer) => answer.Status switch
    {
        >= 200 and < 300 => new SendResult.Accepted(),
        401 or 403 => new SendResult.Refused($"it refuses the token or the address ({answer.Status})"),
        404 or 410 => new SendResult.Refused($"there is nothing at the address that is set ({answer.Status})"),
        429 => new SendResult.Failed("too many messages (429)", answer.RetryAfter(time.GetUtcNow())),
        408 or 425 or >= 500 => new SendResult.Failed($"it does not work right now ({answer.Status})", answer.RetryAfter(time.GetUtcNow())),
        >= 300 and < 400 => new SendResult.Refused($"it points to another address ({answer.Status}); set that one"),
        _ => new SendResult.Refused($"it does not take this message ({answer.Status})"),
    };

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType is not "application/json")
        {
            return default;
        }

        try
        {
            using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string Reason(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "the name of its host is not known",
        HttpRequestError.ConnectionError => "it cannot be reached",
        HttpRequestError.SecureConnectionError => "no secure connection: its certificate is not trusted",
        HttpRequestError.ConfigurationLimitExceeded => "its answer is too long",
        _ => "the connection broke",
    };
}
