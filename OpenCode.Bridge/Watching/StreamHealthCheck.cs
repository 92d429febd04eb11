using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OpenCode.Bridge.Watching;

/// <summary>Healthy while the server's event stream is connected: without it no alert can come.</summary>
internal sealed class StreamHealthCheck(ServerStatus status) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(status.Connected ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(status.Fault?.ToString()));
}
