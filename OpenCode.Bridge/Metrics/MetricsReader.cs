using System.Diagnostics.Metrics;

namespace OpenCode.Bridge.Metrics;

/// <summary>
/// Adds up what the bridge's own meter measures, from the moment it is made: it has to be there before the first
/// instrument. Only of this application, should a process hold several.
/// </summary>
internal sealed class MetricsReader : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly SortedDictionary<string, MetricFamily> families = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly Lock reading = new();

    public MetricsReader(IMeterFactory meters)
    {
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == BridgeTelemetry.Name && ReferenceEquals(instrument.Meter.Scope, meters))
            {
                Add(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((_, value, labels, family) => Record(family, value, labels));
        listener.SetMeasurementEventCallback<long>((_, value, labels, family) => Record(family, value, labels));
        listener.SetMeasurementEventCallback<double>((_, value, labels, family) => Record(family, value, labels));
        listener.Start();
    }

    /// <summary>Everything as it is now, in <see cref="PrometheusText"/>.</summary>
    public string Read()
    {
        // One at a time: what one has observed the next forgets. Nobody who is observed reads.
        lock (reading)
        {
            MetricFamily[] all;
            lock (gate)
            {
                all = [.. families.Values];
            }

            foreach (var family in all)
            {
                family.BeginObservation();
            }

            listener.RecordObservableInstruments();
            return PrometheusText.Of(all);
        }
    }

    public void Dispose() => listener.Dispose();

    private static void Record(object? family, double value, ReadOnlySpan<KeyValuePair<string, object?>> labels) =>
        ((MetricFamily)family!).Record(value, labels);

    private void Add(Instrument instrument)
    {
        var family = MetricFamily.Of(instrument);
        lock (gate)
        {
            families.Add(family.Name, family);
        }

        listener.EnableMeasurementEvents(instrument, family);
    }
}
