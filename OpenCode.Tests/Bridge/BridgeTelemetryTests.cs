using System.Collections.Concurrent;
using System.Diagnostics;
using OpenCode.Bridge;

namespace OpenCode.Tests.Bridge;

public sealed class BridgeTelemetryTests
{
    [Fact]
    public async Task One_trace_follows_an_alert_from_the_event_to_the_decision()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is BridgeTelemetry.Name or "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_traced");
        var alert = await bridge.UntilAlertAsync();

        await bridge.DecideAsync(alert, """{"decision":"once"}""");

        var id = alert.GetProperty("id").GetString();
        var asked = Assert.Single(spans, span => span.OperationName == "alert permission" && Equals(span.GetTagItem("alert.id"), id));
        var decided = Assert.Single(spans, span => span.OperationName == "decide" && Equals(span.GetTagItem("alert.id"), id));
        var replied = Assert.Single(spans, span => span.ParentSpanId == decided.SpanId);
        Assert.Equal(default, asked.ParentSpanId);
        Assert.Equal(asked.SpanId, decided.ParentSpanId);
        Assert.Equal("System.Net.Http", replied.Source.Name);
        Assert.Equal([asked.TraceId, asked.TraceId], [decided.TraceId, replied.TraceId]);
        Assert.NotEmpty(decided.Links);
        Assert.DoesNotContain(asked.TagObjects, tag => tag.Value is string text && text.Contains("ls -la", StringComparison.Ordinal));
    }
}
