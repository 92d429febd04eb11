using System.Globalization;
using System.Runtime.InteropServices;

namespace OpenCode.Benchmarks;

/// <summary>Prints measurements as Markdown, fit for <c>docs/performance.md</c>.</summary>
internal static class Table
{
    public static void Head(string title, params string[] columns)
    {
        Console.WriteLine($"\n{title}. {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores, .NET {Environment.Version}");
        Console.WriteLine($"| {string.Join(" | ", columns)} |");
        Console.WriteLine($"| {string.Join(" | ", columns.Select(_ => "---"))} |");
    }

    public static void Row(string name, params string[] cells) => Console.WriteLine($"| {name} | {string.Join(" | ", cells)} |");

    /// <summary>Min, median, max.</summary>
    public static void Spread(string name, IEnumerable<double> values, string format = "0.00")
    {
        var sorted = values.Order().ToArray();
        Row(name, Text(sorted[0], format), Text(Quantile(sorted, 0.5), format), Text(sorted[^1], format));
    }

    /// <param name="sorted">Ascending.</param>
    /// <param name="quantile">From 0 to 1; between two values the nearer one.</param>
    public static double Quantile(double[] sorted, double quantile) => sorted[(int)Math.Round((sorted.Length - 1) * quantile)];

    public static string Text(double value, string format = "0.00") => value.ToString(format, CultureInfo.InvariantCulture);
}
