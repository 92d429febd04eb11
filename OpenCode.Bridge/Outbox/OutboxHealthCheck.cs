using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OpenCode.Bridge.Outbox;

/// <summary>Healthy while the outbox takes a transaction: without it nothing is delivered.</summary>
internal sealed class OutboxHealthCheck(OutboxDatabase database) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        database.Probe();
        return Task.FromResult(database.Problem is { } problem ? HealthCheckResult.Unhealthy(problem) : HealthCheckResult.Healthy());
    }
}
