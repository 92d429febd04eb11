using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenCode.Bridge;
using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.OpenCode.V1;

namespace OpenCode.Benchmarks.Bridge;

/// <summary>
/// How fast a stream is read: the bridge's intake over loopback against a reader that drops the bytes, in turn, in one
/// process. And what a dropped frame allocates, the reader's own allocations taken off.
/// </summary>
internal static class Intake
{
    private const int Rounds = 15;
    private const int Repeats = 2_000;

    public static async Task<int> RunAsync()
    {
        await using var whole = new Run(Frames.Recording);
        await using var dropped = new Run(Frames.DroppedOnly);
        await whole.DrainAsync();
        await whole.ReadAsync();
        var rates = new List<(double Bare, double Large, double Bridge)>();
        for (var round = 0; round < Rounds; round++)
        {
            rates.Add((await whole.DrainAsync(), await whole.DrainAsync(FrameFilter.LargestBlock), await whole.ReadAsync()));
        }

        await dropped.ReadAsync();
        var bytes = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var bare = await Run.AllocatedAsync(() => dropped.DrainAsync());
            bytes.Add((await Run.AllocatedAsync(dropped.ReadAsync) - bare) / (double)dropped.Count);
        }

        Table.Head($"Intake of the streaming recording, {Repeats} times, {whole.Count} frames", "", "min", "median", "max");
        Table.Spread("bare reader, MB/s", rates.Select(rate => rate.Bare), "0");
        Table.Spread("bare reader with the largest blocks of the intake, MB/s", rates.Select(rate => rate.Large), "0");
        Table.Spread("the bridge's intake, MB/s", rates.Select(rate => rate.Bridge), "0");
        Table.Spread("intake / bare", rates.Select(rate => rate.Bridge / rate.Bare));
        Table.Spread("intake / bare with the largest blocks", rates.Select(rate => rate.Bridge / rate.Large));
        Table.Spread("bytes allocated per dropped frame", bytes);
        return 0;
    }

    private sealed class Run : IAsyncDisposable
    {
        private readonly byte[] frames;
        private readonly EventServer server;
        private readonly WebApplication app;
        private readonly string folder = Directory.CreateTempSubdirectory("opencode-bench-").FullName;
        private readonly HttpClient client = new();

        public Run(byte[] frames)
        {
            this.frames = frames;
            Count = (long)Frames.Count(frames) * Repeats;
            server = new((stream, _) =>
            {
                for (var repeat = 0; repeat < Repeats; repeat++)
                {
                    stream.Write(frames);
                }
            });
            app = BridgeApp.Create(
                [$"--OPENCODE_URL={server.Url}", "--urls=http://127.0.0.1:0", $"--BRIDGE_DATA={folder}"],
                builder => builder.Logging.ClearProviders());
        }

        public long Count { get; }

        /// <returns>MB/s.</returns>
        public async Task<double> DrainAsync(int block = 64 * 1024)
        {
            var started = Stopwatch.GetTimestamp();
            using var response = await client.GetAsync(new Uri($"{server.Url}/global/event"), HttpCompletionOption.ResponseHeadersRead);
            await using var body = await response.Content.ReadAsStreamAsync();
            var buffer = new byte[block];
            while (await body.ReadAsync(buffer) > 0)
            {
            }

            return Rate(started);
        }

        /// <returns>MB/s.</returns>
        public async Task<double> ReadAsync()
        {
            var started = Stopwatch.GetTimestamp();
            await foreach (var _ in app.Services.GetRequiredService<IOpenCodeServer>().ReadEventsAsync(CancellationToken.None))
            {
            }

            return Rate(started);
        }

        public static async Task<long> AllocatedAsync(Func<Task<double>> run)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await run();
            return GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        public async ValueTask DisposeAsync()
        {
            await app.DisposeAsync();
            server.Dispose();
            client.Dispose();
            Directory.Delete(folder, recursive: true);
        }

        private double Rate(long started) => (double)frames.Length * Repeats / 1e6 / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
