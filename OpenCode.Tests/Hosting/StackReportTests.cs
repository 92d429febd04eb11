using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using OpenCode.AppHost.Hosting;
using OpenCode.Tests.Hosting.Embedded;

namespace OpenCode.Tests.Hosting;

public sealed class StackReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Console _console = new();
    private readonly FakeTimeProvider _time = new();
    private readonly StateBoard _board;
    private readonly StackFile _file;
    private readonly StackReport _report;

    public StackReportTests()
    {
        _board = StateBoard.Of(TestStack.Stack.Model, _time);
        _file = new StackFile(Path.Combine(_folder.Path, ".run", "stack.json"));
        _report = new("aspire", _console, _file, TestStack.Stack.Model, new("http://127.0.0.1:5000"), Url, _board, _time);
    }

    [Fact]
    public void WriteFile_says_which_host_runs_and_how_every_service_is()
    {
        _board.Update("opencode", service => service with { State = ServiceState.Running, Health = ServiceHealth.Healthy });

        _report.WriteFile();

        var content = _file.Read()!;
        Assert.Equal(("aspire", "opencode attach http://127.0.0.1:4096"), (content.Host, content.Attach));
        Assert.Equal(
            [new("opencode", "http://127.0.0.1:4096", "running", "healthy"), new("bridge", "http://127.0.0.1:8081", "starting", "unknown")],
            content.Services);
    }

    [Fact]
    public async Task FollowAsync_tells_a_failure_with_the_last_lines_of_the_service()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _board.Update("bridge", service => service with { State = ServiceState.Finished, ExitCode = 3 });

        var follow = _report.FollowAsync(name => [$"2026-01-02T03:04:05Z last words of {name}"], end.Token);
        while (_console.Lines.Count < 2)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => follow);
        Assert.Equal(["bridge failed with exit code 3. It wrote last:", "    last words of bridge"], _console.Lines);
    }

    public void Dispose()
    {
        _console.Dispose();
        _folder.Dispose();
    }

    private static Uri Url(string service) => new(service is "opencode" ? "http://127.0.0.1:4096" : "http://127.0.0.1:8081");

    private sealed class Console : TextWriter
    {
        public ConcurrentQueue<string?> Lines { get; } = new();

        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value) => Lines.Enqueue(value);
    }
}
