using System.Globalization;
using System.Text.RegularExpressions;

namespace OpenCode.Tests.Bridge.Metrics;

internal sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);

/// <summary>
/// Reads Prometheus' text format as strictly as it is written down
/// (https://prometheus.io/docs/instrumenting/exposition_formats/): what is not of that grammar throws.
/// </summary>
internal sealed partial class PrometheusPage
{
    private readonly Dictionary<string, string> types = [];
    private readonly List<Sample> samples = [];

    /// <summary>Metric names with their types.</summary>
    public IReadOnlyDictionary<string, string> Types => types;

    public IReadOnlyList<Sample> Samples => samples;

    /// <exception cref="FormatException">With the line that is wrong.</exception>
    public static PrometheusPage Parse(string text)
    {
        if (!text.EndsWith('\n') || text.Contains('\r', StringComparison.Ordinal))
        {
            throw new FormatException("Lines end with a line feed, the last one too");
        }

        var page = new PrometheusPage();
        string? current = null;
        foreach (var line in text[..^1].Split('\n'))
        {
            current = page.Read(line, current);
        }

        return page;
    }

    public double Value(string name, params (string Name, string Value)[] labels) => Assert.Single(
        samples,
        sample => sample.Name == name
            && sample.Labels.Count == labels.Length
            && labels.All(label => sample.Labels.GetValueOrDefault(label.Name) == label.Value)).Value;

    private string? Read(string line, string? current)
    {
        if (Help().IsMatch(line))
        {
            return current;
        }

        if (Type().Match(line) is { Success: true } type)
        {
            // All lines of a metric stand together, behind its one TYPE.
            types.Add(type.Groups["name"].Value, type.Groups["type"].Value);
            return type.Groups["name"].Value;
        }

        var match = Line().Match(line) is { Success: true } sample ? sample : throw new FormatException(line);
        var name = match.Groups["name"].Value;
        if (current is null || name != current && !(types[current] == "histogram" && Suffix().Replace(name, "") == current))
        {
            throw new FormatException($"{line} stands below {current}");
        }

        var labels = match.Groups["label"].Captures.Zip(match.Groups["value"].Captures)
            .ToDictionary(pair => pair.First.Value, pair => Escaped().Replace(pair.Second.Value, escape => escape.Value == "\\n" ? "\n" : escape.Value[1..]));
        if (samples.Any(other => other.Name == name && other.Labels.Count == labels.Count && other.Labels.All(labels.Contains)))
        {
            throw new FormatException($"Twice: {line}");
        }

        samples.Add(new(name, labels, match.Groups["number"].Value switch
        {
            "+Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            var number => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture),
        }));
        return current;
    }

    [GeneratedRegex(@"\A# HELP [a-zA-Z_:][a-zA-Z0-9_:]* ([^\\\n]|\\\\|\\n)*\z")]
    private static partial Regex Help();

    [GeneratedRegex(@"\A# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>counter|gauge|histogram)\z")]
    private static partial Regex Type();

    [GeneratedRegex("""\A(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(,?(?<label>[a-zA-Z_][a-zA-Z0-9_]*)="(?<value>([^"\\\n]|\\\\|\\"|\\n)*)")+\})? (?<number>[-+]?([0-9.]+([eE][-+]?[0-9]+)?|Inf)|NaN)\z""")]
    private static partial Regex Line();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();

    [GeneratedRegex(@"\\.")]
    private static partial Regex Escaped();
}
