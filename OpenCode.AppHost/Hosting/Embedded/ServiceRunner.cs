namespace OpenCode.AppHost.Hosting.Embedded;

/// <summary>
/// One service through its lives: starts and stops its process, asks whether it is healthy, and tells the board. A
/// process that ends by itself stays ended until somebody starts it, as in Aspire.
/// </summary>
/// <param name="life">Ends when the stack has ended; commands outlive the dashboard that sent them.</param>
internal sealed class ServiceRunner(
    ProcessPlan plan,
    HealthProbe probe,
    IReadOnlyList<string> waitsFor,
    IOrchestrator orchestrator,
    StateBoard board,
    CancellationToken life) : IDisposable
{
    private readonly SemaphoreSlim _command = new(1, 1);
    private volatile ServiceProcess? _process;
    private int _lives;
    private volatile bool _stopping;

    public ProcessPlan Plan { get; } = plan;

    public HealthProbe Probe { get; } = probe;

    public LogBuffer Log { get; } = new();

    /// <summary>Of the process that runs now.</summary>
    public int? Pid => board[Plan.Name].Pid;

    private bool HasProcess => board[Plan.Name].State is ServiceState.Starting or ServiceState.Running or ServiceState.Stopping;

    /// <summary>Starts the service when all that it waits for is healthy.</summary>
    public async Task RunAsync()
    {
        await board.WaitAsync(waitsFor, service => service.IsHealthy, life);
        try
        {
            // Somebody may have pressed Start meanwhile.
            if (board[Plan.Name].State is ServiceState.Waiting)
            {
                await StartAsync();
            }
        }
        catch (HttpRequestException)
        {
            // The board and the log have it: one service that cannot start does not end the others.
        }
    }

    /// <exception cref="HttpRequestException">The orchestrator refused.</exception>
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

    /// <param name="name">Of any process: what concerns another one is passed over.</param>
    /// <param name="status">Null when the orchestrator has not looked at it yet.</param>
    public void Observe(string name, DcpStatus? status)
    {
        if (_process is not { } process || process.Name != name || !HasProcess)
        {
            return;
        }

        switch (status?.State)
        {
            case "Running" when board[Plan.Name].State is ServiceState.Starting:
                Update(service => service with
                {
                    State = ServiceState.Running,
                    Pid = status.Pid is > 0 ? status.Pid : null,
                    StartedAt = status.StartupTimestamp,
                });
                process.Follow(LogSource.StdOut, LogSource.StdErr);
                _ = process.BesideAsync(() => WatchHealthAsync(process.Alive.Token));
                break;

            case "Finished" or "Terminated":
                process.Follow(LogSource.StdOut, LogSource.StdErr);
                End(process, ServiceState.Finished, status);
                break;

            case "FailedToStart":
                process.Follow(LogSource.System);
                End(process, ServiceState.FailedToStart, status);
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
        if (HasProcess)
        {
            return;
        }

        if (_process is { } old)
        {
            await orchestrator.DeleteAsync(old.Name, life);
            old.Alive.Dispose();
        }

        var process = new ServiceProcess($"{Plan.ResourceName}-{++_lives}", orchestrator, Log, life);
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
            throw;
        }
    }

    private async Task StopCoreAsync()
    {
        if (_process is not { } process || !HasProcess)
        {
            return;
        }

        process.Alive.Cancel();
        Update(service => service.HasEnded
            ? service
            : service with { State = ServiceState.Stopping, Health = ServiceHealth.Unknown, HealthText = "stopping" });
        await orchestrator.StopAsync(process.Name, life);
        await board.WaitAsync([Plan.Name], service => service.HasEnded, life);
    }

    private void End(ServiceProcess process, ServiceState state, DcpStatus status)
    {
        process.Alive.Cancel();
        Update(service => service with
        {
            State = state,
            Health = ServiceHealth.Unknown,
            HealthText = "not running",
            Pid = null,
            ExitCode = _stopping || service.State is ServiceState.Stopping ? null : status.ExitCode,
            StartedAt = service.StartedAt ?? status.StartupTimestamp,
            StoppedAt = status.FinishTimestamp,
        });
    }

    private async Task WatchHealthAsync(CancellationToken alive)
    {
        await foreach (var answer in Probe.WatchAsync(alive))
        {
            Update(service => alive.IsCancellationRequested ? service : service with
            {
                Health = answer.IsHealthy ? ServiceHealth.Healthy : ServiceHealth.Unhealthy,
                HealthText = answer.Text,
            });
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
}
