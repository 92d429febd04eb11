namespace OpenCode.AppHost.Hosting.Embedded;

/// <summary>What the host needs of DCP: processes by name, news of them, what they write.</summary>
internal interface IOrchestrator
{
    /// <param name="name">Unique for the orchestrator's life: a process that starts again gets a new one.</param>
    Task CreateAsync(string name, ProcessPlan plan, CancellationToken cancellationToken);

    /// <summary>Asks the process to end; that it did, <see cref="WatchAsync"/> tells.</summary>
    Task StopAsync(string name, CancellationToken cancellationToken);

    Task DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>Reports of all processes, then every change, until the connection ends. Call it again for the next connection.</summary>
    IAsyncEnumerable<ProcessReport> WatchAsync(CancellationToken cancellationToken);

    /// <summary>The lines of one stream; with <paramref name="follow"/> until the process has ended.</summary>
    IAsyncEnumerable<string> ReadLogAsync(string name, LogSource source, bool follow, CancellationToken cancellationToken);
}

internal enum LogSource
{
    StdOut,
    StdErr,

    /// <summary>What the orchestrator itself has to say about the process.</summary>
    System,
}

/// <param name="State">Null when the orchestrator has not looked at it yet.</param>
internal sealed record ProcessReport(
    string Name,
    string? State,
    int? Pid = null,
    int? ExitCode = null,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? FinishedAt = null);
