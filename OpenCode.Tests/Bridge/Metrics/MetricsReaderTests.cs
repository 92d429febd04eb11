using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OpenCode.Bridge;
using OpenCode.Bridge.Metrics;

namespace OpenCode.Tests.Bridge.Metrics;

public sealed class MetricsReaderTests : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MetricsReader reader;
    private readonly Meter meter;

    public MetricsReaderTests()
    {
        var meters = services.GetRequiredService<IMeterFactory>();
        reader = new(meters);
        meter = meters.Create(BridgeTelemetry.Name);
    }

    public void Dispose()
    {
        reader.Dispose();
        services.Dispose();
    }

    [Fact]
    public void Read_escapes_what_is_not_plain()
    {
        var counter = meter.CreateCounter<long>("odd.one", description: "A \\ and\na line");
        counter.Add(2, new KeyValuePair<string, object?>("label", "\"quoted\" \\ and\na line {}"));
        counter.Add(1, new KeyValuePair<string, object?>("label", "ünï"));

        var text = reader.Read();

        Assert.Contains("# HELP odd_one_total A \\\\ and\\na line\n", text, StringComparison.Ordinal);
        Assert.Equal(2, PrometheusPage.Parse(text).Value("odd_one_total", ("label", "\"quoted\" \\ and\na line {}")));
        Assert.Equal(1, PrometheusPage.Parse(text).Value("odd_one_total", ("label", "ünï")));
    }

    [Fact]
    public void Read_adds_a_counter_up_and_takes_an_observation_as_it_is()
    {
        var observed = 5L;
        var counter = meter.CreateCounter<double>("added");
        meter.CreateObservableCounter("observed", () => observed);
        counter.Add(1.5);
        reader.Read();
        counter.Add(2);
        observed = 7;

        var page = PrometheusPage.Parse(reader.Read());

        Assert.Equal((3.5, 7), (page.Value("added_total"), page.Value("observed_total")));
        Assert.Equal(("counter", "counter"), (page.Types["added_total"], page.Types["observed_total"]));
    }

    [Fact]
    public void Read_forgets_a_series_that_is_not_observed_any_more()
    {
        Measurement<int>[] observed = [new(1, new KeyValuePair<string, object?>("server", "a")), new(2, new KeyValuePair<string, object?>("server", "b"))];
        meter.CreateObservableGauge("seen", () => observed);
        reader.Read();
        observed = observed[1..];

        var page = PrometheusPage.Parse(reader.Read());

        Assert.Equal("b", Assert.Single(page.Samples).Labels["server"]);
    }

    [Fact]
    public void Read_tells_a_histogram_in_growing_buckets()
    {
        var histogram = meter.CreateHistogram<double>("took", advice: new() { HistogramBucketBoundaries = [0.1, 1] });
        var empty = PrometheusPage.Parse(reader.Read());
        foreach (var value in (double[])[0.05, 0.1, 0.5, 30])
        {
            histogram.Record(value);
        }

        var page = PrometheusPage.Parse(reader.Read());

        Assert.Equal([0, 0, 0, 0, 0], empty.Samples.Select(sample => sample.Value));
        Assert.Equal("histogram", page.Types["took"]);
        Assert.Equal(
            [2, 3, 4, 4],
            [page.Value("took_bucket", ("le", "0.1")), page.Value("took_bucket", ("le", "1")), page.Value("took_bucket", ("le", "+Inf")), page.Value("took_count")]);
        Assert.Equal(30.65, page.Value("took_sum"), 6);
    }

    [Fact]
    public void Read_hears_of_its_own_application_only()
    {
        using var others = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var other = others.GetRequiredService<IMeterFactory>().Create(BridgeTelemetry.Name);
        other.CreateCounter<long>("theirs").Add(1);
        services.GetRequiredService<IMeterFactory>().Create("System.Net.Http").CreateCounter<long>("framework").Add(1);

        Assert.Empty(reader.Read());
    }

    [Fact]
    public void An_instrument_of_another_kind_is_refused() =>
        Assert.Throws<ArgumentException>(() => meter.CreateUpDownCounter<long>("up.and.down"));
}
