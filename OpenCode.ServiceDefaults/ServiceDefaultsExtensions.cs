using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace OpenCode.ServiceDefaults;

/// <summary>What every .NET service of the stack has in common: telemetry, health, service discovery.</summary>
public static class ServiceDefaultsExtensions
{
    private const string AlivePath = "/alive";
    private const string HealthPath = "/health";

    /// <summary>
    /// Adds logs, traces and metrics, health checks and service discovery. Telemetry leaves the process only when
    /// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set. No resilience handler is added: the standard one repeats POSTs, so a
    /// client that only reads asks for it itself.
    /// </summary>
    /// <param name="builder">The application to extend.</param>
    /// <param name="sources">Names of the service's own <c>ActivitySource</c> and <c>Meter</c>, exported with the rest.</param>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder, params string[] sources)
        where TBuilder : IHostApplicationBuilder
    {
        builder.AddTelemetry(sources);
        builder.Services.AddHealthChecks();
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http => http.AddServiceDiscovery());
        return builder;
    }

    /// <summary>
    /// Maps <c>GET /alive</c> (200 while the process answers) and <c>GET /health</c> (200 or 503 with the state of each
    /// check). Both are open: they carry names and states and nothing else.
    /// </summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealthChecks(AlivePath, new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks(HealthPath, new HealthCheckOptions { ResponseWriter = HealthReportWriter.WriteAsync });
        return app;
    }

    private static void AddTelemetry<TBuilder>(this TBuilder builder, string[] sources)
        where TBuilder : IHostApplicationBuilder
    {
        // Nobody would read it: without this a tenth of a small service's memory and start would be spent for nothing.
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return;
        }

        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });

        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter(sources))
            .WithTracing(tracing => tracing
                .AddSource(sources)
                .AddAspNetCoreInstrumentation(options => options.Filter = IsNotProbe)
                .AddHttpClientInstrumentation())
            .UseOtlpExporter();
    }

    // Probes come every few seconds for ever: traces of them would bury the ones that matter.
    private static bool IsNotProbe(HttpContext context) =>
        !context.Request.Path.StartsWithSegments(HealthPath) && !context.Request.Path.StartsWithSegments(AlivePath);
}
