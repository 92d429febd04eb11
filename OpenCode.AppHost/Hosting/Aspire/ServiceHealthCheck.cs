using Aspire.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OpenCode.AppHost.Hosting.Aspire;

/// <summary>A service's own health check, credentials and all: the dashboard shows its answer in words.</summary>
internal sealed class ServiceHealthCheck(HealthProbe probe) : IHealthCheck
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(2);

    // OpenCode never answers a request of the first moments after its port opens: the first try is given up early.
    private TimeSpan _patience = TimeSpan.FromMilliseconds(500);
    private bool _wasHealthy;

    /// <returns>The key under which a resource names the check.</returns>
    public static string Register(IDistributedApplicationBuilder builder, string service, HealthProbe probe)
    {
        var key = $"{service} {probe.Name}";
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(key, new ServiceHealthCheck(probe), HealthStatus.Unhealthy, tags: null));
        return key;
    }

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var answer = await probe.AskAsync(_patience, cancellationToken);
        _patience = answer is { IsHealthy: false, TimedOut: false } || _patience >= s_longest ? _patience : _patience * 2;

        // As in HealthProbe.WatchAsync: a busy machine answers late now and then.
        var isForgiven = _wasHealthy && !answer.Refused;
        _wasHealthy = answer.IsHealthy;
        if (isForgiven && !answer.IsHealthy)
        {
            return HealthCheckResult.Healthy(answer.Text);
        }

        return answer.IsHealthy ? HealthCheckResult.Healthy(answer.Text) : HealthCheckResult.Unhealthy(answer.Text);
    }
}
