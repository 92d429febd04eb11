using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using System.Runtime.InteropServices;
using OpenCode.AppHost.CommandLine;

namespace OpenCode.Benchmarks;

/// <summary>
/// What <c>publish</c> costs beyond the start of the runtime: a fresh process for each measurement, since the first and
/// only run in a process is what a person pays for. Wall time and processor time of the command itself.
/// </summary>
internal static class PublishCost
{
    public const string Once = "publish-once";

    private static readonly int[] s_instances = [1, 10, 100, 1000];

    public static int Run(int rounds)
    {
        Console.WriteLine($"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores, .NET {Environment.Version}, {rounds} processes each, median");
        Console.WriteLine("| instances | files | processor time, ms | of it compiling, ms | wall time, ms | wall time for each instance, ms |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var instances in s_instances)
        {
            var rows = Enumerable.Range(0, rounds).Select(_ => Child(instances)).ToList();
            var (files, cpu, jit, wall) = (rows[0][0], Median(rows, 1), Median(rows, 2), Median(rows, 3));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {instances} | {files} | {cpu:0} | {jit:0} | {wall:0} | {wall / instances:0.0} |"));
        }

        return 0;
    }

    /// <summary>The measured process: prints files, processor, compile and wall time in milliseconds.</summary>
    public static async Task<int> RunOnceAsync(int instances)
    {
        var folder = Directory.CreateTempSubdirectory("opencode-benchmark-").FullName;
        try
        {
            string[] settings = [.. Enumerable.Range(0, instances).Select(number => string.Create(CultureInfo.InvariantCulture, $"--Stack:Instances:{number}:Name=person{number}"))];
            var (before, started) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
            var exitCode = await AppHostCommand.InvokeAsync(["publish", "--output", folder, .. settings], TextWriter.Null, TextWriter.Null);
            var (wall, cpu) = (Stopwatch.GetElapsedTime(started), Environment.CpuUsage.TotalTime - before);
            var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Count();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{files} {cpu.TotalMilliseconds} {JitInfo.GetCompilationTime().TotalMilliseconds} {wall.TotalMilliseconds}"));
            return exitCode;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double[] Child(int instances)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(PublishCost).Assembly.Location, Once, instances.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var line = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0
            ? [.. line.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))]
            : throw new InvalidOperationException($"publish of {instances} instances ended with exit code {process.ExitCode}");
    }

    private static double Median(List<double[]> rows, int column)
    {
        var values = rows.Select(row => row[column]).Order().ToList();
        return values[values.Count / 2];
    }
}
