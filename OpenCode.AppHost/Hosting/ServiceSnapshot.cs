namespace OpenCode.AppHost.Hosting;

/// <summary>Life of a service. The names are the dashboard's own: it has an icon and a text for each.</summary>
internal enum ServiceState
{
    /// <summary>For another service to become healthy.</summary>
    Waiting,
    Starting,
    Running,
    Stopping,
    Finished,
    FailedToStart,
}

internal enum ServiceHealth
{
    Unknown,
    Healthy,
    Unhealthy,
}

/// <summary>What is known about a service at one moment.</summary>
/// <param name="HealthText">How the last health check went, in words.</param>
/// <param name="ExitCode">Of a process that ended by itself; null when it was told to stop.</param>
internal sealed record ServiceSnapshot(
    string Name,
    ServiceState State,
    DateTimeOffset CreatedAt,
    ServiceHealth Health = ServiceHealth.Unknown,
    string HealthText = "not asked yet",
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? StoppedAt = null,
    int? Pid = null,
    int? ExitCode = null)
{
    public bool HasEnded => State is ServiceState.Finished or ServiceState.FailedToStart;

    public bool HasFailed => State is ServiceState.FailedToStart || (State is ServiceState.Finished && ExitCode is not (null or 0));

    public bool IsHealthy => State is ServiceState.Running && Health is ServiceHealth.Healthy;
}
