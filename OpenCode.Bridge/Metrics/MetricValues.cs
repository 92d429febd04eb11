using System.Text;

namespace OpenCode.Bridge.Metrics;

/// <summary>A counter or a gauge: one number for each set of labels.</summary>
/// <param name="adds">True: each measurement is an increment. False: it is the value.</param>
internal sealed class MetricValues(string name, string help, string type, bool adds) : MetricFamily(name, help)
{
    // Each set of labels in the form in which it is written; sorted, so that two scrapes list alike.
    private readonly SortedDictionary<string, double> values = new(StringComparer.Ordinal);

    public override string Type => type;

    protected override void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var key = PrometheusText.Labels(labels);
        values[key] = adds ? values.GetValueOrDefault(key) + value : value;
    }

    protected override void Forget()
    {
        if (!adds)
        {
            values.Clear();
        }
    }

    protected override void WriteSeries(StringBuilder text)
    {
        foreach (var (labels, value) in values)
        {
            PrometheusText.Sample(text, Name, labels, value);
        }
    }
}
