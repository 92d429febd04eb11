namespace OpenCode.Benchmarks.Bridge;

/// <summary>The bridge's CPU time for an event, when all come from one server and when they come from a hundred.</summary>
internal static class ManyServers
{
    private const int Rounds = 3;
    private const int Blocks = 1000;

    public static async Task<int> RunAsync()
    {
        var (one, many) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            one.Add(await NanosecondsAsync(1));
            many.Add(await NanosecondsAsync(100));
        }

        Table.Head("CPU time for an event of the streaming recording", "ns", "min", "median", "max");
        Table.Spread("from one server", one, "0");
        Table.Spread("from 100 servers", many, "0");
        Table.Spread("100 servers / one", one.Zip(many, (few, all) => all / few));
        return 0;
    }

    private static async Task<double> NanosecondsAsync(int servers)
    {
        using var go = new ManualResetEventSlim();
        using var end = new ManualResetEventSlim();
        using var server = new EventServer((stream, _) =>
        {
            go.Wait();
            for (var block = 0; block < Blocks / servers; block++)
            {
                stream.Write(Frames.Recording);
            }

            end.Wait();
        });
        using var bridge = new BridgeProcess(
        [
            ("BRIDGE_PASSWORD", "benchmark"),
            .. Enumerable.Range(1, servers).Select(number => ($"OPENCODE_URL__S{number}", $"{server.Url}/s{number}")),
        ]);
        await bridge.UntilOkAsync("/health");
        var before = bridge.Cpu;
        go.Set();
        var expected = (long)Frames.Count(Frames.Recording) * Blocks;
        while (await bridge.MetricAsync("opencode_stream_events_total") < expected)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, CancellationToken.None);
        }

        var spent = (bridge.Cpu - before).TotalNanoseconds / expected;
        end.Set();
        return spent;
    }
}
