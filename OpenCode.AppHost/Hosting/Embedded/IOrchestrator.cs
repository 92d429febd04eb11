namespace OpenCode.AppHost.Hosting.Embedded;

/// <summary>What a service's runner needs of DCP: processes by name, and what they write.</summary>
internal interface IOrchestrator
{
    /// <param name="name">Unique for the orchestrator's life: a process that starts again gets a new one.</param>
    Task CreateAsync(string name, ProcessPlan plan, CancellationToken cancellationToken);

    /// <summary>Asks the process to end. Returns before it has.</summary>
    Task StopAsync(string name, CancellationToken cancellationToken);

    Task DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>The lines of one stream, until the process has ended.</summary>
    IAsyncEnumerable<string> ReadLogAsync(string name, LogSource source, CancellationToken cancellationToken);
}

internal enum LogSource
{
    StdOut,
    StdErr,

    /// <summary>What the orchestrator itself has to say about the process so far.</summary>
    System,
}
