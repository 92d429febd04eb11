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
    /// <summary>Bytes. The largest frame seen is 17 KB; diffs can be larger.</summary>
    public const int FrameSize = 16 * 1024 * 1024;

    private readonly HashSet<string> reported = [];
    private readonly StreamTally tally = telemetry.StreamOf(name);
    private readonly V1Activity activity = new(time);

    public string Name => name;

    public async IAsyncEnumerable<ServerEvent> ReadEventsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var version = await CheckVersionAsync(cancellationToken);
        using var response = await client.OpenStreamAsync("global/event", cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var filtered = new FrameFilter(body, Drop);
        await using var limited = new FrameLimit(filtered, FrameSize);
        var parser = SseParser.Create(limited, (_, data) => Read(data));

        using var watchdog = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, watchdog.Token);
        await using var frames = parser.EnumerateAsync(linked.Token).GetAsyncEnumerator(linked.Token);
        var connected = false;
        while (true)
        {
            // Of the frames that came together all but the first are there at once: nothing to wait for, so no time to limit.
            var next = frames.MoveNextAsync();
            if (!(next.IsCompletedSuccessfully ? next.Result : await WaitAsync(next, watchdog, connected ? timings.Silence : timings.FirstByte, cancellationToken)))
            {
                yield break;
            }

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

    public Task<Snapshot> TakeSnapshotAsync(SnapshotScope scope, CancellationToken cancellationToken) => snapshots.ReadAsync(scope, cancellationToken);

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

    private V1Frame Read(ReadOnlySpan<byte> data)
    {
        var frame = V1Frame.Parse(data);
        return ReferenceEquals(frame.Kind, V1Frame.Part) ? frame with { Event = activity.Tell(data) } : frame;
    }

    /// <summary>A piece of a message that says that its session is alive, when that is to be told again, is kept.</summary>
    private bool Drop(ReadOnlySpan<byte> data)
    {
        var kind = V1Peek.Of(data);
        if (kind == PeekedKind.Unknown || (kind == PeekedKind.Part && activity.IsWanted(data)))
        {
            return false;
        }

        tally.Count(FrameOutcome.Ignored);
        return true;
    }

    private static string Wire(ReplyKind kind) => kind switch
    {
        ReplyKind.Once => "once",
        ReplyKind.Always => "always",
        _ => "reject",
    };

    private async ValueTask<bool> WaitAsync(ValueTask<bool> next, CancellationTokenSource watchdog, TimeSpan limit, CancellationToken cancellationToken)
    {
        watchdog.CancelAfter(limit);
        try
        {
            return await next;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OpenCodeException(OpenCodeFault.Unreachable, $"{name} was silent for {limit.TotalSeconds:0.#} s");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
        {
            throw new OpenCodeException(OpenCodeFault.Unreachable, $"the connection to {name} broke", failure);
        }
        finally
        {
            watchdog.CancelAfter(Timeout.InfiniteTimeSpan);
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
