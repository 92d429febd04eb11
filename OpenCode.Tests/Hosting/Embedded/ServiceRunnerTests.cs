using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using OpenCode.AppHost.Hosting;
using OpenCode.AppHost.Hosting.Embedded;

namespace OpenCode.Tests.Hosting.Embedded;

public sealed class ServiceRunnerTests : IDisposable
{
    private readonly CancellationTokenSource _life = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly StateBoard _board = new();
    private readonly FakeOrchestrator _orchestrator = new();
    private readonly HttpClient _http = new(new Answers());
    private readonly ServiceRunner _runner;

    public ServiceRunnerTests()
    {
        _board.Add(new("opencode", ServiceState.Waiting, default));
        _board.Add(new("bridge", ServiceState.Waiting, default));
        var plan = TestStack.Plan(TestStack.Bridge);
        var probe = HealthProbe.For(TestStack.Bridge, plan.Url, TestStack.Stack.Secrets, _http, TimeProvider.System);
        _runner = new(plan, probe, TestStack.Bridge.WaitsFor, _orchestrator, _board, _life.Token);
    }

    [Fact]
    public async Task RunAsync_starts_when_what_it_waits_for_is_healthy()
    {
        var run = _runner.RunAsync();
        _board.Update("opencode", service => service with { State = ServiceState.Running });
        Assert.Equal(ServiceState.Waiting, _board["bridge"].State);

        _board.Update("opencode", service => service with { Health = ServiceHealth.Healthy });
        await run;

        Assert.Equal("create bridge-abcd1234-1", await _orchestrator.NextAsync());
        _runner.Observe("bridge-abcd1234-1", new("Running", Pid: 7));
        await _board.WaitAsync(["bridge"], service => service.IsHealthy, _life.Token);
        Assert.Equal("GET /health answered 200", _board["bridge"].HealthText);
    }

    [Fact]
    public async Task RestartAsync_stops_and_creates_anew()
    {
        await StartedAsync();

        var restart = _runner.RestartAsync();
        Assert.Equal("stop bridge-abcd1234-1", await _orchestrator.NextAsync());
        _runner.Observe("bridge-abcd1234-1", new("Finished", ExitCode: 143));
        await restart;

        Assert.Equal("delete bridge-abcd1234-1", await _orchestrator.NextAsync());
        Assert.Equal("create bridge-abcd1234-2", await _orchestrator.NextAsync());
        _runner.Observe("bridge-abcd1234-1", new("Finished", ExitCode: 143));
        Assert.Equal(ServiceState.Starting, _board["bridge"].State);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(3, true)]
    public async Task A_process_that_ends_by_itself_stays_ended(int exitCode, bool failed)
    {
        await StartedAsync();

        _runner.Observe("bridge-abcd1234-1", new("Finished", ExitCode: exitCode));

        Assert.Equal(ServiceState.Finished, _board["bridge"].State);
        Assert.Equal(failed, _board["bridge"].HasFailed);
        Assert.False(_orchestrator.HasMore);
    }

    [Fact]
    public async Task An_end_that_was_asked_for_is_no_failure()
    {
        await StartedAsync();
        _runner.ExpectEnd();

        _runner.Observe("bridge-abcd1234-1", new("Finished", ExitCode: 143));

        Assert.False(_board["bridge"].HasFailed);
    }

    public void Dispose()
    {
        _life.Cancel();
        _runner.Dispose();
        _http.Dispose();
        _life.Dispose();
    }

    private async Task StartedAsync()
    {
        await _runner.StartAsync();
        Assert.Equal("create bridge-abcd1234-1", await _orchestrator.NextAsync());
        _runner.Observe("bridge-abcd1234-1", new("Running", Pid: 7));
        Assert.Equal(7, _runner.Pid);
    }

    private sealed class Answers : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent("{}", new MediaTypeHeaderValue("application/json")),
            });
    }

    private sealed class FakeOrchestrator : IOrchestrator
    {
        private readonly Channel<string> _calls = Channel.CreateUnbounded<string>();

        public bool HasMore => _calls.Reader.TryPeek(out _);

        public ValueTask<string> NextAsync() => _calls.Reader.ReadAsync(TestContext.Current.CancellationToken);

        public Task CreateAsync(string name, ProcessPlan plan, CancellationToken cancellationToken) => Note($"create {name}");

        public Task StopAsync(string name, CancellationToken cancellationToken) => Note($"stop {name}");

        public Task DeleteAsync(string name, CancellationToken cancellationToken) => Note($"delete {name}");

        public async IAsyncEnumerable<string> ReadLogAsync(
            string name, LogSource source, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield return $"{source} of {name}";
        }

        private Task Note(string call) => _calls.Writer.WriteAsync(call).AsTask();
    }
}
