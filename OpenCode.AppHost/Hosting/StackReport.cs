using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Hosting;

/// <summary>
/// Tells people and scripts how the stack is: lines on the console, and <c>.run/stack.json</c>. Both hosts feed the same
/// board, so both say the same.
/// </summary>
/// <param name="host">As <c>.run/stack.json</c> has it.</param>
/// <param name="dashboard">Without the login token.</param>
/// <param name="url">Where a service answers, by its name.</param>
internal sealed class StackReport(
    string host, TextWriter console, StackFile file, StackModel model, Uri dashboard, Func<string, Uri> url, StateBoard board, TimeProvider time)
{
    /// <summary>How many lines of a process that failed are shown.</summary>
    public const int LinesOfFailure = 10;

    // What a process writes takes another way than the news of its end.
    private static readonly TimeSpan LinesOnTheirWay = TimeSpan.FromMilliseconds(300);

    private readonly TextWriter _console = TextWriter.Synchronized(console);

    public void Say(string line) => _console.WriteLine(line);

    public void WriteFile() => file.Write(new(
        host,
        Environment.ProcessId,
        dashboard.OriginalString,
        [.. model.Services.Select(service => board[service.Name]).Select(service =>
            new StackFileService(service.Name, url(service.Name).OriginalString, StateOf(service), HealthOf(service)))],
        $"opencode attach {url(OpenCodeStack.OpenCode).OriginalString}"));

    public void RemoveFile() => file.Remove();

    /// <summary>Follows the board until it is cancelled.</summary>
    /// <param name="lastLines">The last <see cref="LinesOfFailure"/> lines that a service wrote, by its name.</param>
    public async Task FollowAsync(Func<string, IReadOnlyList<string>> lastLines, CancellationToken cancellationToken)
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
                    await SayLastLinesAsync(() => lastLines(now.Name), cancellationToken);
                }

                known[now.Name] = now;
            }
        }
    }

    /// <summary>What a process wrote last, once it has had the moment that its last lines need to arrive.</summary>
    public async Task SayLastLinesAsync(Func<IReadOnlyList<string>> lines, CancellationToken cancellationToken)
    {
        await Task.Delay(LinesOnTheirWay, time, cancellationToken);
        foreach (var line in lines())
        {
            Say($"    {WithoutTime(line)}");
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
