using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace OpenCode.Bridge.OpenCode.V1;

/// <summary>The first generation of OpenCode's API, as 1.18 speaks it.</summary>
internal sealed class V1Server(
    string name,
    V1Client client,
    V1SnapshotReader snapshots,
    ServerTimings timings,
    TimeProvider time,
    BridgeTelemetry telemetry,
    ILogger<V1Server> logger) : IOpenCodeServer
{
    private readonly HashSet<string> reported = [];
    private readonly StreamTally tally = telemetry.StreamOf(name);

    public string Name => name;

    public async IAsyncEnumerable<ServerEvent> ReadEventsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var version = await CheckVersionAsync(cancellationToken);
        using var response = await client.OpenStreamAsync("global/event", cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var parser = SseParser.Create(body, (_, data) => V1Frame.Parse(data));

        using var watchdog = new CancellationTokenSource(timings.FirstByte, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, watchdog.Token);
        await using var frames = parser.EnumerateAsync(linked.Token).GetAsyncEnumerator(linked.Token);
        var connected = false;
        while (await NextAsync(frames, connected, cancellationToken))
        {
            watchdog.CancelAfter(timings.Silence);
            if (!connected)
            {
                connected = true;
                yield return new ServerConnected(version);
            }

            var frame = frames.Current.Data;
            tally.Count(frame.Outcome);
            if (frame.Outcome == FrameOutcome.Malformed && reported.Add(frame.Kind))
            {
                V1Log.Malformed(logger, name, frame.Kind);
            }

            if (frame.Event is { } serverEvent)
            {
                yield return serverEvent;
            }
        }
    }

    public Task<Snapshot> TakeSnapshotAsync(IReadOnlyCollection<string> directories, CancellationToken cancellationToken) =>
        snapshots.ReadAsync(directories, cancellationToken);

    public async Task<ReplyOutcome> ReplyAsync(OpenRequest request, Reply reply, CancellationToken cancellationToken)
    {
        var id = Uri.EscapeDataString(request.Id);
        var directory = Uri.EscapeDataString(request.Directory);
        var accepted = (request, reply.Kind) switch
        {
            (PermissionRequest, not ReplyKind.Answer) => await client.PostAsync(
                $"permission/{id}/reply?directory={directory}",
                new(Wire(reply.Kind), reply.Message),
                V1Json.Default.V1PermissionReply,
                cancellationToken),
            (QuestionRequest, ReplyKind.Answer) => await client.PostAsync(
                $"question/{id}/reply?directory={directory}",
                new(reply.Answers ?? []),
                V1Json.Default.V1QuestionReply,
                cancellationToken),
            (QuestionRequest, ReplyKind.Reject) => await client.PostAsync(
                $"question/{id}/reject?directory={directory}",
                new(),
                V1Json.Default.V1Disposed,
                cancellationToken),
            _ => throw new ArgumentException($"{reply.Kind} does not answer {request.GetType().Name}", nameof(reply)),
        };
        return accepted ? ReplyOutcome.Accepted : ReplyOutcome.NotFound;
    }

    private static string Wire(ReplyKind kind) => kind switch
    {
        ReplyKind.Once => "once",
        ReplyKind.Always => "always",
        _ => "reject",
    };

    private async Task<bool> NextAsync(IAsyncEnumerator<SseItem<V1Frame>> frames, bool connected, CancellationToken cancellationToken)
    {
        try
        {
            return await frames.MoveNextAsync();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var limit = connected ? timings.Silence : timings.FirstByte;
            throw new OpenCodeException(OpenCodeFault.Unreachable, $"{name} was silent for {limit.TotalSeconds:0.#} s");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
        {
            throw new OpenCodeException(OpenCodeFault.Unreachable, $"the connection to {name} broke", failure);
        }
    }

    private async Task<string> CheckVersionAsync(CancellationToken cancellationToken)
    {
        var health = await client.GetAsync("global/health", V1Json.Default.V1Health, cancellationToken, timings.FirstByte);
        var major = health.Version.TrimStart('v').Split('.', 2)[0];
        if (int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 2)
        {
            throw new OpenCodeException(
                OpenCodeFault.Unsupported,
                $"{name} runs OpenCode {number}.x; this bridge speaks with OpenCode 0.x and 1.x only");
        }

        return health.Version;
    }
}
