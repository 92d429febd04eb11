namespace OpenCode.AppHost.Hosting.Embedded;

/// <summary>One life of a service: the process that the orchestrator knows by <paramref name="name"/>, and what goes on beside it.</summary>
/// <param name="log">Receives what the process writes, and what troubles the host with it.</param>
internal sealed class ServiceProcess(string name, IOrchestrator orchestrator, LogBuffer log, CancellationToken life)
{
    private bool _isFollowed;

    public string Name { get; } = name;

    public CancellationTokenSource Alive { get; } = CancellationTokenSource.CreateLinkedTokenSource(life);

    /// <summary>Reads the log to its end, which may come later than the end of the process. Only the first call does.</summary>
    public void Follow(params ReadOnlySpan<LogSource> sources)
    {
        if (_isFollowed)
        {
            return;
        }

        _isFollowed = true;
        foreach (var source in sources)
        {
            _ = BesideAsync(() => ReadLogAsync(source));
        }
    }

    /// <summary>Lets something run that ends with the process or the stack; its trouble is a line in the log.</summary>
    public async Task BesideAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            log.Append($"The host lost sight of {Name}: {exception.Message}", isError: true);
        }
    }

    private async Task ReadLogAsync(LogSource source)
    {
        await foreach (var line in orchestrator.ReadLogAsync(Name, source, life))
        {
            log.Append(line, isError: source is not LogSource.StdOut);
        }
    }
}
