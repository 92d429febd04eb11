using System.Diagnostics.Metrics;
using System.Text;

namespace OpenCode.Bridge.Metrics;

/// <summary>
/// All series of one instrument, as they are told next. Each has a lock of its own, held for no more than the sum: who
/// measures may hold other locks, which who observes needs.
/// </summary>
internal abstract class MetricFamily(string name, string help)
{
    private readonly Lock gate = new();

    public string Name { get; } = name;

    public string Help { get; } = help;

    public abstract string Type { get; }

    /// <exception cref="ArgumentException">An instrument of a kind that the contract has no use for.</exception>
    public static MetricFamily Of(Instrument instrument)
    {
        // Prometheus has no dots, and its counters end with _total.
        var name = instrument.Name.Replace('.', '_');
        var help = instrument.Description ?? "";
        return instrument switch
        {
            Counter<long> or Counter<double> => new MetricValues(name + "_total", help, "counter", adds: true),
            ObservableCounter<long> or ObservableCounter<double> => new MetricValues(name + "_total", help, "counter", adds: false),
            ObservableGauge<int> or ObservableGauge<long> => new MetricValues(name, help, "gauge", adds: false),
            Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => new MetricHistogram(name, help, bounds),
            _ => throw new ArgumentException($"{instrument.Name} is of no kind that /metrics tells", nameof(instrument)),
        };
    }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        lock (gate)
        {
            Add(value, labels);
        }
    }

    /// <summary>Forgets what the next observation tells anew: a series that is not observed any more is gone.</summary>
    public void BeginObservation()
    {
        lock (gate)
        {
            Forget();
        }
    }

    public void Write(StringBuilder text)
    {
        lock (gate)
        {
            WriteSeries(text);
        }
    }

    protected abstract void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> labels);

    protected abstract void Forget();

    protected abstract void WriteSeries(StringBuilder text);
}
