using System.Diagnostics.Metrics;
using System.Net.Http.Headers;
using OpenCode.Bridge.Decisions;
using OpenCode.Bridge.Decisions.Tokens;
using OpenCode.Bridge.Outbox;
using OpenCode.Bridge.Settings;
using OpenCode.Bridge.Watching;

namespace OpenCode.Bridge.Channels;

/// <summary>
/// Reads the topic that buttons post to, from the message after the last one that was dealt with: what was pressed while
/// the bridge was down counts. Anybody may be able to write there; only a token decides.
/// </summary>
internal sealed class ReplyTopicReader(
    BridgeSettings settings,
    IHttpClientFactory clients,
    TokenDecisions decisions,
    Cursors cursors,
    BridgeTelemetry telemetry,
    ChannelTimings timings,
    TimeProvider time,
    ILogger<ReplyTopicReader> logger) : BackgroundService
{
    public const string ClientName = "channel-ntfy-replies";

    private readonly NtfySettings ntfy = settings.Channels.Ntfy!;
    private readonly BackOff backOff = new(timings.ReplyBackOff, timings.ReplyBackOffLimit, Random.Shared);
    private readonly Counter<long> replies = telemetry.Replies();
    private string? told;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ReadAsync(stoppingToken);
            }
            catch (Exception failure) when (IsPassing(failure) && !stoppingToken.IsCancellationRequested)
            {
                Tell(failure switch
                {
                    HttpRequestException { StatusCode: { } status } => $"it answers {(int)status}",
                    TimeoutException or OperationCanceledException => "it is silent",
                    OutboxException => "the outbox cannot be read or written",
                    _ => "it cannot be reached",
                });
            }

            await Task.Delay(backOff.Next(), time, stoppingToken);
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(ClientName);
        // Without a last one: all that the server still has. Tokens that are used up or expired do nothing.
        using var request = new HttpRequestMessage(HttpMethod.Get, NtfyTopic.Of(ntfy.ReplyTopic!).Below($"json?since={cursors.Get(Cursors.ReplyTopic) ?? "all"}"));
        if (Token() is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        // Ends the wait for the headers; the body has its own.
        using var limit = new CancellationTokenSource(timings.Send, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
        response.EnsureSuccessStatusCode();
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var message in ReplyStream.ReadAsync(stream, timings.ReplySilence, time, cancellationToken))
        {
            Heard();
            if (message is not null)
            {
                await TakeAsync(message, cancellationToken);
            }
        }
    }

    private async Task TakeAsync(ReplyMessage message, CancellationToken cancellationToken)
    {
        var outcome = decisions.Find(message.Text.Trim()) switch
        {
            TokenFinding.Found found => await DecideAsync(found, cancellationToken),
            TokenFinding.Expired => "expired",
            _ => "unknown",
        };
        replies.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        if (outcome is "unknown" or "expired")
        {
            ReplyLog.Ignored(logger, outcome);
        }

        cursors.Set(Cursors.ReplyTopic, message.Id);
    }

    private async Task<string> DecideAsync(TokenFinding.Found found, CancellationToken cancellationToken) =>
        await decisions.DecideAsync(found, DecisionSource.Ntfy, null, cancellationToken) switch
        {
            DecisionResult.Done => "decided",
            DecisionResult.TooLate => "late",
            // Not stored: it is read again.
            DecisionResult.ServerFailed { Unreachable: true } => throw new IOException("The decision could not be stored"),
            _ => "failed",
        };

    /// <summary>The bridge's own token goes to its own server only; the other one is known to all readers anyway.</summary>
    private string? Token() =>
        ntfy.Token is { } own && ntfy.Topic.GetLeftPart(UriPartial.Authority) == ntfy.ReplyTopic!.GetLeftPart(UriPartial.Authority) ? own : ntfy.ReplyToken;

    private static bool IsPassing(Exception failure) =>
        failure is HttpRequestException or IOException or TimeoutException or OperationCanceledException or OutboxException;

    private void Heard()
    {
        backOff.Reset();
        if (told is not null)
        {
            told = null;
            ReplyLog.Back(logger);
        }
    }

    private void Tell(string problem)
    {
        if (told != problem)
        {
            told = problem;
            ReplyLog.NotRead(logger, problem);
        }
    }
}
