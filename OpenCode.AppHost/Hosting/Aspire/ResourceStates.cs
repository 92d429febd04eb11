using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OpenCode.AppHost.Hosting.Aspire;

/// <summary>Translates what Aspire says of a resource.</summary>
internal static class ResourceStates
{
    public static ServiceSnapshot Apply(ServiceSnapshot before, CustomResourceSnapshot now)
    {
        var state = StateOf(now.State?.Text);
        var isRunning = state is ServiceState.Running;

        // A service that was told to stop has not failed, whatever it exits with; it stays so until it starts again.
        var wasStopped = before.State is ServiceState.Stopping || (before.State is ServiceState.Finished && before.ExitCode is null);
        return before with
        {
            State = state,
            Health = isRunning ? HealthOf(now.HealthStatus) : ServiceHealth.Unknown,
            HealthText = isRunning ? TextOf(now.HealthReports) : "not running",
            StartedAt = now.StartTimeStamp,
            StoppedAt = now.StopTimeStamp,
            ExitCode = state is ServiceState.Finished && !wasStopped ? now.ExitCode : null,
        };
    }

    /// <summary>How the health check went, in its own words.</summary>
    public static string TextOf(IEnumerable<HealthReportSnapshot> reports) =>
        reports.Select(report => report.Description).FirstOrDefault(text => text is not null) ?? "not asked yet";

    private static ServiceState StateOf(string? text) => text switch
    {
        null or "" or "NotStarted" or "Waiting" => ServiceState.Waiting,
        "Running" => ServiceState.Running,
        "Stopping" => ServiceState.Stopping,
        "Finished" or "Exited" => ServiceState.Finished,
        "FailedToStart" => ServiceState.FailedToStart,
        _ => ServiceState.Starting,
    };

    private static ServiceHealth HealthOf(HealthStatus? status) => status switch
    {
        HealthStatus.Healthy => ServiceHealth.Healthy,
        null => ServiceHealth.Unknown,
        _ => ServiceHealth.Unhealthy,
    };
}
