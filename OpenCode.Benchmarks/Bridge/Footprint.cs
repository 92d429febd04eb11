using System.Collections.Concurrent;
using System.Diagnostics;
using OpenCode.Bridge;

namespace OpenCode.Benchmarks.Bridge;

/// <summary>
/// What the native bridge takes: bytes on disk, time from its start to the first answer, memory when idle and after ten
/// million dropped frames and ten thousand alerts, each stored, sent to ntfy, answered and updated there.
/// </summary>
internal static class Footprint
{
    private const int Starts = 11;
    private const int DroppedFrames = 10_000_000;
    private const int Alerts = 10_000;
    private const int OpenAtOnce = 50;

    public static async Task<int> RunAsync()
    {
        var starts = new List<double>();
        for (var start = 0; start <= Starts; start++)
        {
            using var bridge = new BridgeProcess();
            await bridge.UntilOkAsync("/alive");
            starts.Add(Stopwatch.GetElapsedTime(bridge.Started).TotalMilliseconds);
        }

        using var frames = new BlockingCollection<byte[]>(boundedCapacity: 64);
        using var server = new EventServer((stream, _) =>
        {
            foreach (var frame in frames.GetConsumingEnumerable())
            {
                stream.Write(frame);
            }
        });
        using var ntfy = new EventServer((_, _) => { });
        using var loaded = new BridgeProcess(("OPENCODE_URL", server.Url), ("NTFY_TOPIC", $"{ntfy.Url}/alerts"), ("ALERT_GRACE", "0s"), ("ALERT_KINDS", "permission"));
        await loaded.UntilOkAsync("/health");
        await SettleAsync();
        var idle = loaded.Megabytes;
        var dropped = await DropAsync(loaded, frames);
        await AlertAsync(loaded, server, frames, ntfy);
        await SettleAsync();
        var after = loaded.Megabytes;

        Table.Head("The native bridge", "", "min", "median", "max");
        Table.Spread("from its start to the first answer of /alive, ms", starts.Skip(1), "0");
        Table.Row("binary, MB", "", Table.Text(new FileInfo(BridgeProcess.Binary).Length / 1e6, "0.0"), "");
        Table.Row("resident when idle, MB", "", Table.Text(idle, "0.0"), "");
        Table.Row($"resident after {DroppedFrames / 1_000_000} million dropped frames, MB", "", Table.Text(dropped, "0.0"), "");
        Table.Row($"resident after {Alerts} alerts besides, MB", "", Table.Text(after, "0.0"), "");
        return 0;
    }

    private static async Task<double> DropAsync(BridgeProcess bridge, BlockingCollection<byte[]> frames)
    {
        var block = Frames.DroppedOnly;
        var count = Frames.Count(block);
        var blocks = (DroppedFrames + count - 1) / count;
        for (var sent = 0; sent < blocks; sent++)
        {
            frames.Add(block);
        }

        while (await bridge.MetricAsync("opencode_stream_events_total", "ignored") < (long)blocks * count)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None);
        }

        await SettleAsync();
        return bridge.Megabytes;
    }

    private static async Task AlertAsync(BridgeProcess bridge, EventServer server, BlockingCollection<byte[]> frames, EventServer ntfy)
    {
        for (var first = 0; first < Alerts; first += OpenAtOnce)
        {
            var numbers = Enumerable.Range(first, OpenAtOnce).ToList();
            foreach (var number in numbers)
            {
                var permission = Frames.Permission($"per_{number}", $"ses_{number}", $"make target-{number}");
                server.Pending[$"per_{number}"] = permission;
                frames.Add(Frames.Asked(permission));
            }

            await TakeAsync(ntfy, OpenAtOnce);
            server.Pending.Clear();
            numbers.ForEach(number => frames.Add(Frames.Replied($"per_{number}", $"ses_{number}")));
            await TakeAsync(ntfy, OpenAtOnce);
        }

        var opened = await bridge.MetricAsync("opencode_alerts_total", "permission");
        if (opened != Alerts)
        {
            throw new InvalidOperationException($"{opened} alerts were opened");
        }
    }

    private static Task TakeAsync(EventServer ntfy, int count) => Task.Run(() =>
    {
        for (var taken = 0; taken < count; taken++)
        {
            if (!ntfy.Posts.TryTake(out _, TimeSpan.FromSeconds(60)))
            {
                throw new InvalidOperationException("no message came");
            }
        }
    });

    // The bridge gives memory back when nothing new happened for one of its periods.
    private static Task SettleAsync() => Task.Delay(3 * IdleMemory.Period, TimeProvider.System, CancellationToken.None);
}
