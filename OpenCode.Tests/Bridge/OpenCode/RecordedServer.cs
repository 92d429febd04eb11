using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenCode.Bridge;
using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.OpenCode.V1;

namespace OpenCode.Tests.Bridge.OpenCode;

/// <summary>The real adapter over bytes that are given instead of sent.</summary>
internal sealed class RecordedServer : IDisposable
{
    private readonly ServiceProvider services;
    private readonly HttpClient client;
    private readonly BridgeTelemetry telemetry;
    private readonly V1Server server;

    public RecordedServer(Func<Stream> stream)
    {
        services = new ServiceCollection().AddMetrics().AddLogging().BuildServiceProvider();
        telemetry = new(services.GetRequiredService<IMeterFactory>());
        client = new(new Answers(stream)) { BaseAddress = new("http://opencode/"), Timeout = Timeout.InfiniteTimeSpan };
        var timings = new ServerTimings();
        var v1 = new V1Client("opencode", new OneClient(client), timings, TimeProvider.System);
        var logs = services.GetRequiredService<ILoggerFactory>();
        server = new(
            "opencode",
            v1,
            new("opencode", v1, TimeProvider.System, logs.CreateLogger<V1SnapshotReader>()),
            timings,
            TimeProvider.System,
            telemetry,
            logs.CreateLogger<V1Server>());
    }

    public IAsyncEnumerable<ServerEvent> ReadAsync() => server.ReadEventsAsync(TestContext.Current.CancellationToken);

    public async Task<List<ServerEvent>> ReadAllAsync()
    {
        var events = new List<ServerEvent>();
        await foreach (var serverEvent in ReadAsync())
        {
            events.Add(serverEvent);
        }

        return events;
    }

    public void Dispose()
    {
        telemetry.Dispose();
        client.Dispose();
        services.Dispose();
    }

    private sealed class OneClient(HttpClient client) : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => client;
    }

    private sealed class Answers(Func<Stream> stream) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpContent content = request.RequestUri!.AbsolutePath == "/global/event"
                ? new StreamContent(stream())
                : new StringContent("""{"healthy":true,"version":"1.18.33"}""");
            content.Headers.ContentType = new(request.RequestUri.AbsolutePath == "/global/event" ? "text/event-stream" : "application/json");
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        }
    }
}

/// <summary>One content over and over, as often as told, without holding it so often.</summary>
internal sealed class RepeatedStream(byte[] content, int times) : MemoryStream(content)
{
    private int left = times - 1;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = Read(buffer.Span);
        if (read == 0 && left-- > 0)
        {
            Position = 0;
            read = Read(buffer.Span);
        }

        return new(read);
    }
}
