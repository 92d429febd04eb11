using System.Collections.Concurrent;
using System.Diagnostics;

namespace OpenCode.Benchmarks.Bridge;

/// <summary>
/// From a permission's frame, written to the stream, to its message, taken by ntfy, without grace: through the native bridge
/// with its alert on disk first, against a direct POST of the same message, in turn.
/// </summary>
internal static class Latency
{
    private const int WarmUp = 50;
    private const int Samples = 500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public static async Task<int> RunAsync()
    {
        using var frames = new BlockingCollection<byte[]>();
        using var server = new EventServer((stream, _) =>
        {
            foreach (var frame in frames.GetConsumingEnumerable())
            {
                stream.Write(frame);
            }
        });
        using var ntfy = new EventServer((_, _) => { });
        using var bridge = new BridgeProcess(("OPENCODE_URL", server.Url), ("NTFY_TOPIC", $"{ntfy.Url}/alerts"), ("ALERT_GRACE", "0s"), ("ALERT_KINDS", "permission"));
        await bridge.UntilOkAsync("/health");
        using var client = new HttpClient();
        var (through, direct) = (new List<double>(), new List<double>());
        for (var sample = 0; sample < WarmUp + Samples; sample++)
        {
            var (elapsed, message) = await ThroughAsync(sample, server, frames, ntfy);
            through.Add(elapsed);
            direct.Add(await DirectAsync(client, ntfy, message));
        }

        Print([.. through.Skip(WarmUp).Order()], [.. direct.Skip(WarmUp).Order()]);
        return 0;
    }

    private static void Print(double[] through, double[] direct)
    {
        Table.Head($"Frame written to message taken, {Samples} permissions", "ms", "p50", "p99", "max");
        Row("direct POST", direct);
        Row("through the bridge", through);
        Table.Row(
            "difference",
            Table.Text(Table.Quantile(through, 0.5) - Table.Quantile(direct, 0.5)),
            Table.Text(Table.Quantile(through, 0.99) - Table.Quantile(direct, 0.99)),
            "");
    }

    private static void Row(string name, double[] sorted) =>
        Table.Row(name, Table.Text(Table.Quantile(sorted, 0.5)), Table.Text(Table.Quantile(sorted, 0.99)), Table.Text(sorted[^1]));

    private static async Task<(double Milliseconds, string Message)> ThroughAsync(int sample, EventServer server, BlockingCollection<byte[]> frames, EventServer ntfy)
    {
        // A session of its own for each: equivalent requests would be one alert.
        var (request, session) = ($"per_{sample}", $"ses_{sample}");
        var permission = Frames.Permission(request, session, $"make target-{sample}");
        server.Pending[request] = permission;
        var started = Stopwatch.GetTimestamp();
        frames.Add(Frames.Asked(permission));
        var (at, message) = Take(ntfy);
        server.Pending.Clear();
        frames.Add(Frames.Replied(request, session));
        // The update of what was shown; nothing is left that the next one has to wait for.
        Take(ntfy);
        await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        return (Stopwatch.GetElapsedTime(started, at).TotalMilliseconds, message);
    }

    private static async Task<double> DirectAsync(HttpClient client, EventServer ntfy, string message)
    {
        using var content = new StringContent(message);
        var started = Stopwatch.GetTimestamp();
        using var response = await client.PostAsync(new Uri(ntfy.Url), content);
        var (at, _) = Take(ntfy);
        await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        return Stopwatch.GetElapsedTime(started, at).TotalMilliseconds;
    }

    private static (long At, string Body) Take(EventServer ntfy) =>
        ntfy.Posts.TryTake(out var post, Patience) ? post : throw new InvalidOperationException("no message came");
}
