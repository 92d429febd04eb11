using System.Globalization;
using System.Text;

namespace OpenCode.Bridge.Metrics;

/// <summary>
/// A distribution. The contract's have no labels, so there is one series, told from the start: a rate needs a zero before
/// the first event.
/// </summary>
/// <param name="bounds">Upper bounds, inclusive, ascending.</param>
internal sealed class MetricHistogram(string name, string help, IReadOnlyList<double> bounds) : MetricFamily(name, help)
{
    // The last one is of what is beyond all bounds.
    private readonly long[] counts = new long[bounds.Count + 1];
    private double sum;

    public override string Type => "histogram";

    protected override void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var bucket = 0;
        while (bucket < bounds.Count && value > bounds[bucket])
        {
            bucket++;
        }

        counts[bucket]++;
        sum += value;
    }

    protected override void Forget()
    {
    }

    protected override void WriteSeries(StringBuilder text)
    {
        long total = 0;
        for (var bucket = 0; bucket < counts.Length; bucket++)
        {
            total += counts[bucket];
            var bound = bucket < bounds.Count ? bounds[bucket].ToString(CultureInfo.InvariantCulture) : "+Inf";
            PrometheusText.Sample(text, $"{Name}_bucket", $"le=\"{bound}\"", total);
        }

        PrometheusText.Sample(text, $"{Name}_sum", "", sum);
        PrometheusText.Sample(text, $"{Name}_count", "", total);
    }
}
