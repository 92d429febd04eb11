namespace OpenCode.AppHost.Hosting.Embedded;

/// <summary>
/// One service through its lives: starts and stops its process, follows what it writes and whether it is healthy, and
/// tells the board. A process that ends by itself stays ended until somebody starts it, as in Aspire.
/// </summary>
/// <param name="life">Ends when the stack has ended; commands outlive the dashboard that sent them.</param>
internal sealed class ServiceRunner(
    ProcessPlan plan,
    HealthProbe probe,
    IReadOnlyList<string> waitsFor,
    IOrchestrator orchestrator,
    StateBoard board,
    TimeProvider time,
    CancellationToken life) : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Regularly = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _command = new(1, 1);
    private volatile Process? _process;
    private int _lives;
    private volatile bool _stopping;

    public ProcessPlan Plan { get; } = plan;

    public HealthProbe Probe { get; } = probe;

    public IReadOnlyList<string> WaitsFor { get; } = waitsFor;

    public LogBuffer Log { get; } = new();

    /// <summary>Of the process that runs now.</summary>
    public int? Pid => board[Plan.Name].Pid;

    /// <summary>Puts the service on the board, and starts it when all that it waits for is healthy.</summary>
    public async Task RunAsync()
    {
        if (WaitsFor.Count > 0)
        {
            await board.WaitAsync(WaitsFor, service => service.IsHealthy, life);
        }

        // Somebody may have pressed Start meanwhile.
        if (board[Plan.Name].State is ServiceState.Waiting)
        {
            await StartAsync();
        }
    }

    public Task StartAsync() => OneAtATimeAsync(StartCoreAsync);

    public Task StopAsync() => OneAtATimeAsync(StopCoreAsync);

    public Task RestartAsync() => OneAtATimeAsync(async () =>
    {
        await StopCoreAsync();
        await StartCoreAsync();
    });

    /// <summary>The whole stack stops: an end of the process is no failure from now on.</summary>
    public void ExpectEnd()
    {
        _stopping = true;
        _process?.Alive.Cancel();
    }

    public void Observe(ProcessReport report)
    {
        if (_process is not { } process || process.Name != report.Name || process.Ended.Task.IsCompleted)
        {
            return;
        }

        switch (report.State)
        {
            case "Running" when board[Plan.Name].State is ServiceState.Starting:
                Update(service => service with { State = ServiceState.Running, Pid = report.Pid, StartedAt = report.StartedAt });
                Follow(process, LogSource.StdOut, LogSource.StdErr);
                _ = Guarded(() => WatchHealthAsync(process.Alive.Token));
                break;

            case "Finished" or "Terminated" or "FailedToStart":
                process.Alive.Cancel();
                if (report.State is "FailedToStart")
                {
                    Follow(process, LogSource.System);
                }
                else
                {
                    Follow(process, LogSource.StdOut, LogSource.StdErr);
                }

                var asked = _stopping || process.StopAsked;
                Update(service => service with
                {
                    State = report.State is "FailedToStart" ? ServiceState.FailedToStart : ServiceState.Finished,
                    Health = ServiceHealth.Unknown,
                    HealthText = "not running",
                    Pid = null,
                    ExitCode = asked ? null : report.ExitCode,
                    StartedAt = service.StartedAt ?? report.StartedAt,
                    StoppedAt = report.FinishedAt,
                });
                process.Ended.TrySetResult();
                break;
        }
    }

    public void Dispose()
    {
        _process?.Alive.Dispose();
        _command.Dispose();
    }

    private async Task StartCoreAsync()
    {
        if (board[Plan.Name] is { HasEnded: false, State: not ServiceState.Waiting })
        {
            return;
        }

        if (_process is { } old)
        {
            await orchestrator.DeleteAsync(old.Name, life);
            old.Alive.Dispose();
        }

        var process = new Process($"{Plan.ResourceName}-{++_lives}", life);
        _process = process;
        Update(service => new(service.Name, ServiceState.Starting, service.CreatedAt));
        try
        {
            await orchestrator.CreateAsync(process.Name, Plan, life);
        }
        catch (HttpRequestException exception)
        {
            Log.Append(exception.Message, isError: true);
            Update(service => service with { State = ServiceState.FailedToStart });
            process.Ended.TrySetResult();
            throw;
        }
    }

    private async Task StopCoreAsync()
    {
        if (_process is not { } process || process.Ended.Task.IsCompleted)
        {
            return;
        }

        process.StopAsked = true;
        process.Alive.Cancel();
        Update(service => service with { State = ServiceState.Stopping, Health = ServiceHealth.Unknown, HealthText = "stopping" });
        await orchestrator.StopAsync(process.Name, life);
        await process.Ended.Task.WaitAsync(life);
    }

    private async Task WatchHealthAsync(CancellationToken alive)
    {
        // OpenCode takes a request in the first moments after its port opens and never answers it: the first try is
        // given up early, later ones get the full time.
        var patience = TimeSpan.FromMilliseconds(500);
        var wait = Soon;
        while (true)
        {
            var answer = await Probe.AskAsync(patience, alive);
            if (answer.IsHealthy)
            {
                (patience, wait) = (Regularly, Regularly);
            }
            else if (answer.TimedOut && patience < Regularly)
            {
                patience *= 2;
            }

            Update(service => alive.IsCancellationRequested || service.HealthText == answer.Text ? service : service with
            {
                Health = answer.IsHealthy ? ServiceHealth.Healthy : ServiceHealth.Unhealthy,
                HealthText = answer.Text,
            });
            await Task.Delay(wait, time, alive);
        }
    }

    private async Task FollowLogAsync(string name, LogSource source)
    {
        await foreach (var line in orchestrator.ReadLogAsync(name, source, follow: source is not LogSource.System, life))
        {
            Log.Append(line, isError: source is not LogSource.StdOut);
        }
    }

    private void Update(Func<ServiceSnapshot, ServiceSnapshot> change) => board.Update(Plan.Name, change);

    private async Task OneAtATimeAsync(Func<Task> command)
    {
        await _command.WaitAsync(life);
        try
        {
            await command();
        }
        finally
        {
            _command.Release();
        }
    }

    /// <summary>For what runs beside: it ends with the process or the stack, and its trouble is a line in the service's log.</summary>
    private async Task Guarded(Func<Task> work)
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
            Log.Append($"The host lost sight of {Plan.Name}: {exception.Message}", isError: true);
        }
    }

    private void Follow(Process process, params ReadOnlySpan<LogSource> sources)
    {
        if (process.IsFollowed)
        {
            return;
        }

        process.IsFollowed = true;
        foreach (var source in sources)
        {
            _ = Guarded(() => FollowLogAsync(process.Name, source));
        }
    }

    /// <summary>One life of the service.</summary>
    private sealed class Process(string name, CancellationToken life)
    {
        public string Name { get; } = name;

        public bool StopAsked { get; set; }

        public bool IsFollowed { get; set; }

        public CancellationTokenSource Alive { get; } = CancellationTokenSource.CreateLinkedTokenSource(life);

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
