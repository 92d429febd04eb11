using System.Diagnostics;
using System.Globalization;
using OpenCode.AppHost.CommandLine;

namespace OpenCode.Benchmarks;

/// <summary>
/// What <c>publish</c> costs: a fresh process for each measurement, since the first and only run in a process is what a
/// person pays for. The baseline is the same process doing nothing, which is the start of the runtime; beside it stands
/// what the file system takes for the same files alone.
/// </summary>
internal static class PublishCost
{
    public const string Once = "publish-once";

    private static readonly int[] s_instances = [1, 10, 100, 1000];

    public static int Run(int rounds)
    {
        var nothing = Median(Children(0, rounds), row => row.Cpu);
        Table.Head(
            $"publish, {rounds} processes each, median; a process that does nothing takes {Table.Text(nothing, "0")} ms of process time",
            "instances", "files", "process time beyond that, ms", "for each instance, ms", "wall time, ms", "growth of process time / of instances", "the files alone, written bare: process time, ms", "wall time, ms");
        var before = 0.0;
        foreach (var instances in s_instances)
        {
            var rows = Children(instances, rounds);
            var cpu = Median(rows, row => row.Cpu) - nothing;
            Table.Row(
                instances.ToString(CultureInfo.InvariantCulture),
                rows[0].Files.ToString(CultureInfo.InvariantCulture),
                Table.Text(cpu, "0"),
                Table.Text(cpu / instances, "0.0"),
                Table.Text(Median(rows, row => row.Wall), "0"),
                before > 0 ? $"{Table.Text(cpu / before, "0.0")}× / 10×" : "",
                Table.Text(Median(rows, row => row.BareCpu), "0"),
                Table.Text(Median(rows, row => row.BareWall), "0"));
            before = cpu;
        }

        return 0;
    }

    /// <summary>The measured process: prints a <see cref="Cost"/>. With 0 instances it does nothing.</summary>
    public static async Task<int> RunOnceAsync(int instances)
    {
        var exitCode = 0;
        var cost = new Cost(0, 0, 0, 0, 0);
        var folder = Directory.CreateTempSubdirectory("opencode-benchmark-").FullName;
        try
        {
            string[] settings = [.. Enumerable.Range(0, Math.Max(instances, 1)).Select(number => string.Create(CultureInfo.InvariantCulture, $"--Stack:Instances:{number}:Name=person{number}"))];
            if (instances > 0)
            {
                var started = Stopwatch.GetTimestamp();
                exitCode = await AppHostCommand.InvokeAsync(["publish", "--output", folder, .. settings], TextWriter.Null, TextWriter.Null);
                cost = cost with { Wall = Stopwatch.GetElapsedTime(started).TotalMilliseconds };
            }

            cost = cost with { Cpu = Environment.CpuUsage.TotalTime.TotalMilliseconds };
            Console.WriteLine(WriteBare(folder, cost).Text);
            return exitCode;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Cost WriteBare(string folder, Cost cost)
    {
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(path => (Path: path + ".bare", Content: File.ReadAllBytes(path))).ToList();
        var (cpu, started) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        foreach (var (path, content) in files)
        {
            File.WriteAllBytes(path, content);
        }

        return cost with
        {
            Files = files.Count,
            BareCpu = (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds,
            BareWall = Stopwatch.GetElapsedTime(started).TotalMilliseconds,
        };
    }

    private static List<Cost> Children(int instances, int rounds) => [.. Enumerable.Range(0, rounds).Select(_ => Child(instances))];

    private static Cost Child(int instances)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(PublishCost).Assembly.Location, Once, instances.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var line = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0
            ? Cost.Parse(line)
            : throw new InvalidOperationException($"publish of {instances} instances ended with exit code {process.ExitCode}");
    }

    private static double Median(List<Cost> rows, Func<Cost, double> column) => Table.Quantile([.. rows.Select(column).Order()], 0.5);

    /// <summary>Times in milliseconds; the process time since the start of the process.</summary>
    private sealed record Cost(int Files, double Cpu, double Wall, double BareCpu, double BareWall)
    {
        public string Text => string.Create(CultureInfo.InvariantCulture, $"{Files} {Cpu} {Wall} {BareCpu} {BareWall}");

        public static Cost Parse(string text)
        {
            var numbers = text.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToList();
            return new Cost((int)numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
        }
    }
}
