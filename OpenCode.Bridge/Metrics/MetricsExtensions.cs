using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Connections;
using OpenCode.Bridge.Settings;
using OpenCode.Bridge.Watching;

namespace OpenCode.Bridge.Metrics;

/// <summary>
/// <c>GET /metrics</c>, on the first listener or, with <c>BRIDGE_METRICS_URLS</c>, on a second one that serves nothing but
/// metrics and probes: then the first one can be given to the world and the second one to the cluster.
/// </summary>
internal static class MetricsExtensions
{
    /// <summary>The one path beside the probes that a metrics listener serves.</summary>
    public const string MetricsPath = "/metrics";

    public static void AddBridgeTelemetry(this IServiceCollection services)
    {
        services.AddSingleton<MetricsReader>();
        services.AddSingleton(provider =>
        {
            // The reader first, whoever asks: it hears of nothing that is measured before.
            provider.GetRequiredService<MetricsReader>();
            return new BridgeTelemetry(provider.GetRequiredService<IMeterFactory>());
        });
    }

    /// <summary>Before everything else: what the wrong listener is asked for does not exist.</summary>
    public static void UseBridgeMetrics(this WebApplication app)
    {
        app.Services.GetRequiredService<BridgeTelemetry>().ObserveServers([.. app.Services.GetServices<ServerStatus>()]);
        var separate = app.Services.GetRequiredService<BridgeSettings>().MetricsUrls.Count > 0;
        app.Use((context, next) =>
        {
            var onMetrics = context.Features.Get<MetricsConnection>() is not null;
            var path = context.Request.Path.Value;
            if (onMetrics ? path is MetricsPath or "/alive" or "/health" : !(separate && path is MetricsPath))
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }

    public static void MapBridgeMetrics(this WebApplication app) => app.MapGet(
        MetricsPath,
        (MetricsReader metrics) => Results.Text(metrics.Read(), PrometheusText.ContentType));

    /// <summary>Marks every connection that a listener accepts as one of the metrics listener.</summary>
    public static void ServeMetrics(this IConnectionBuilder listener) => listener.Use(next => connection =>
    {
        connection.Features.Set(MetricsConnection.Instance);
        return next(connection);
    });

    private sealed class MetricsConnection
    {
        public static MetricsConnection Instance { get; } = new();
    }
}
