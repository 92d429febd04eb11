using System.Diagnostics;
using System.Globalization;

namespace OpenCode.Benchmarks.Bridge;

/// <summary>
/// Events per second of CPU: the native bridge against a shell loop around <c>curl</c> and <c>jq</c>, which is how one
/// would do it by hand: one <c>jq</c> for the type of each event, a <c>curl</c> for one that counts (there is none here).
/// </summary>
internal static class CurlLoop
{
    private const int LoopEvents = 300;
    private const int BridgeRepeats = 500;

    private const string Script = """
        curl -sN "$1/global/event" | while IFS= read -r line; do
          case $line in data:*) ;; *) continue ;; esac
          type=$(printf '%s' "${line#data: }" | jq -r .payload.type)
          case $type in permission.asked|question.asked|session.error) curl -s -d "$type" "$1/topic" >/dev/null ;; esac
        done
        times
        """;

    public static async Task<int> RunAsync()
    {
        var loop = await LoopAsync();
        var bridge = await BridgeAsync();
        Table.Head("Events per second of CPU", "", "events", "CPU s", "events per CPU second");
        Table.Row("curl and jq", $"{loop.Events}", Table.Text(loop.Cpu), Table.Text(loop.Events / loop.Cpu, "0"));
        Table.Row("bridge, native", $"{bridge.Events}", Table.Text(bridge.Cpu), Table.Text(bridge.Events / bridge.Cpu, "0"));
        Table.Row("bridge / loop", "", "", Table.Text(bridge.Events / bridge.Cpu / (loop.Events / loop.Cpu), "0"));
        return 0;
    }

    private static async Task<(long Events, double Cpu)> LoopAsync()
    {
        var recording = Frames.Recording;
        var part = recording.AsSpan();
        for (var skip = 0; skip < LoopEvents - 1; skip++)
        {
            part = part[(part.IndexOf("\n\n"u8) + 2)..];
        }

        var length = recording.Length - part.Length;
        using var server = new EventServer((stream, _) => stream.Write(recording, 0, length));
        var start = new ProcessStartInfo("bash", ["-c", Script, "loop", server.Url]) { RedirectStandardOutput = true };
        using var bash = Process.Start(start)!;
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        // The last line, "0m1.234s 0m0.567s": user and system time of all children.
        var times = output.Trim().Split('\n')[^1].Split(' ').Select(time => time.TrimEnd('s').Split('m'));
        return (LoopEvents, times.Sum(time => (60 * double.Parse(time[0], CultureInfo.InvariantCulture)) + double.Parse(time[1], CultureInfo.InvariantCulture)));
    }

    private static async Task<(long Events, double Cpu)> BridgeAsync()
    {
        using var go = new ManualResetEventSlim();
        using var end = new ManualResetEventSlim();
        using var server = new EventServer((stream, _) =>
        {
            go.Wait();
            for (var repeat = 0; repeat < BridgeRepeats; repeat++)
            {
                stream.Write(Frames.Recording);
            }

            end.Wait();
        });
        using var bridge = new BridgeProcess(("OPENCODE_URL", server.Url));
        await bridge.UntilOkAsync("/health");
        var expected = (long)Frames.Count(Frames.Recording) * BridgeRepeats;
        var before = bridge.Cpu;
        go.Set();
        while (await bridge.MetricAsync("opencode_stream_events_total") < expected)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None);
        }

        return (expected, (bridge.Cpu - before).TotalSeconds);
    }
}
