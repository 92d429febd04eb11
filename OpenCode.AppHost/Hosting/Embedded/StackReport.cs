using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Hosting.Embedded;

/// <summary>Tells people and scripts how the stack is: lines on the console, and <c>.run/stack.json</c>.</summary>
internal sealed class StackReport(TextWriter console, StackFile file, StackModel model, Uri dashboard, Func<string, Uri> url, StateBoard board)
{
    private const string OpenCode = "opencode";
    private const int LinesOfFailure = 10;

    private readonly TextWriter _console = TextWriter.Synchronized(console);

    public void Say(string line) => _console.WriteLine(line);

    public void WriteFile() => file.Write(new(
        "embedded",
        Environment.ProcessId,
        dashboard.OriginalString,
        [.. model.Services.Select(service => board[service.Name]).Select(service =>
            new StackFileService(service.Name, url(service.Name).OriginalString, StateOf(service), HealthOf(service)))],
        $"opencode attach {url(model.Services.Any(service => service.Name == OpenCode) ? OpenCode : model.Services[0].Name).OriginalString}"));

    /// <summary>Follows the board until it is cancelled.</summary>
    public async Task FollowAsync(IReadOnlyDictionary<string, ServiceRunner> runners, TimeProvider time, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, ServiceSnapshot>();
        await foreach (var services in board.WatchAsync(cancellationToken))
        {
            WriteFile();
            foreach (var now in services)
            {
                if (LineOf(known.GetValueOrDefault(now.Name), now) is { } line)
                {
                    Say(line);
                }

                if (now.HasFailed && known.GetValueOrDefault(now.Name) is not { HasFailed: true })
                {
                    await SayLastLinesAsync(runners[now.Name].Log, time, cancellationToken);
                }

                known[now.Name] = now;
            }
        }
    }

    /// <summary>What a process wrote last, once it has had the moment that its last lines need to arrive.</summary>
    public async Task SayLastLinesAsync(LogBuffer log, TimeProvider time, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(300), time, cancellationToken);
        foreach (var line in log.Tail(LinesOfFailure))
        {
            Say($"    {WithoutTime(line.Text)}");
        }
    }

    private string? LineOf(ServiceSnapshot? before, ServiceSnapshot now) => now switch
    {
        { State: ServiceState.FailedToStart } when before?.State != now.State => $"{now.Name} did not start:",
        // DCP's word for a process that a signal ended.
        { HasFailed: true, ExitCode: -1 } when before?.State != now.State => $"{now.Name} was killed. It wrote last:",
        { HasFailed: true } when before?.State != now.State => $"{now.Name} failed with exit code {now.ExitCode}. It wrote last:",
        { State: ServiceState.Finished } when before?.State != now.State => $"{now.Name} has stopped.",
        { IsHealthy: true } when before is not { IsHealthy: true } => $"{now.Name} is healthy: {url(now.Name).OriginalString}",
        { State: ServiceState.Running, Health: ServiceHealth.Unhealthy } when before is { IsHealthy: true } =>
            $"{now.Name} is unhealthy: {now.HealthText}",
        _ => null,
    };

    private static string WithoutTime(string line) =>
        line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end && DateTimeOffset.TryParse(line.AsSpan(0, end), out _) ? line[(end + 1)..] : line;

    private static string StateOf(ServiceSnapshot service) => service switch
    {
        { HasFailed: true } => "failed",
        { State: ServiceState.Finished } => "stopped",
        { State: ServiceState.Running or ServiceState.Stopping } => "running",
        _ => "starting",
    };

    private static string HealthOf(ServiceSnapshot service) => service.Health switch
    {
        ServiceHealth.Healthy => "healthy",
        ServiceHealth.Unhealthy => "unhealthy",
        _ => "unknown",
    };
}
