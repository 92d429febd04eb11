using System.Globalization;
using System.Runtime.InteropServices;
using OpenCode.AppHost.CommandLine;
using OpenCode.AppHost.Hosting;
using OpenCode.AppHost.Hosting.Setup;
using OpenCode.AppHost.Stack;

namespace OpenCode.Benchmarks;

/// <summary>
/// What the host costs: the time from the command to a healthy OpenCode server, under the AppHost and bare, in turn on
/// the same machine, both on built output and with empty data.
/// </summary>
internal static class HostStart
{
    public static async Task<int> RunAsync(int pairs)
    {
        var solution = SolutionFolder.Find();
        var run = new RunFolder(Path.Combine(solution, ".run"));
        var tools = await new ToolSetup(run, Path.Combine(solution, "eng"), StackSettings.DefaultVersion, Console.Out, TimeProvider.System).EnsureAsync(CancellationToken.None);

        var rows = new List<(double Bare, double Host, double Stop)>();
        for (var pair = 0; pair <= pairs; pair++)
        {
            var bare = await BareServer.MeasureAsync(tools.OpenCode);
            var (host, stop) = await HostedServer.MeasureAsync(solution, run);
            if (pair > 0) // the first pair warms the disk cache
            {
                rows.Add((bare, host, stop));
            }
        }

        Console.WriteLine($"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores, .NET {Environment.Version}, OpenCode {StackSettings.DefaultVersion}, {pairs} pairs");
        Console.WriteLine("| from the command to a healthy server | min | median | max |");
        Console.WriteLine("| --- | --- | --- | --- |");
        Print("bare `opencode serve`, s", [.. rows.Select(row => row.Bare)]);
        Print("under the AppHost, s", [.. rows.Select(row => row.Host)]);
        Print("AppHost / bare", [.. rows.Select(row => row.Host / row.Bare)]);
        Print("SIGTERM to the end of the AppHost, s", [.. rows.Select(row => row.Stop)]);
        return 0;
    }

    private static void Print(string name, double[] values)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        var median = values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {values[0]:0.00} | {median:0.00} | {values[^1]:0.00} |"));
    }
}
