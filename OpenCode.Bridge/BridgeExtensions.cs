using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Channels;
using OpenCode.Bridge.Channels.Push;
using OpenCode.Bridge.Decisions;
using OpenCode.Bridge.Decisions.Tokens;
using OpenCode.Bridge.Inbox;
using OpenCode.Bridge.Metrics;
using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.OpenCode.V1;
using OpenCode.Bridge.Outbox;
using OpenCode.Bridge.Settings;
using OpenCode.Bridge.Watching;
using OpenCode.ServiceDefaults;
using OpenTelemetry.Instrumentation.AspNetCore;
using OpenTelemetry.Instrumentation.Http;

namespace OpenCode.Bridge;

/// <summary>Everything the bridge is made of, in one place.</summary>
internal static class BridgeExtensions
{
    public static WebApplicationBuilder AddBridge(this WebApplicationBuilder builder)
    {
        var settings = SettingsReader.Read(builder.Configuration);
        builder.AddServiceDefaults(BridgeTelemetry.Name);
        builder.Services.LeaveOutRepeatingSpans();
        builder.AddHost(settings);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton(new ServerTimings());
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(settings.Alerts);
        builder.Services.AddBridgeTelemetry();
        builder.Services.AddOutbox();
        builder.Services.AddSingleton<AlertStore>();
        builder.Services.AddSingleton<UsageMeter>();
        builder.Services.AddSingleton<DecisionService>();
        builder.Services.AddSingleton<DecisionSender>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<DecisionSender>());
        builder.Services.AddHostedService<AlertTimers>();
        builder.Services.AddHostedService<IdleMemory>();
        foreach (var server in settings.Servers)
        {
            builder.Services.AddServer(server);
        }

        builder.Services.AddDecisionTokens();
        builder.Services.AddChannels(settings.Channels);
        builder.Services.AddPush();
        builder.Services.AddInbox();
        return builder;
    }

    public static WebApplication UseBridge(this WebApplication app)
    {
        // First: its reader hears of nothing that is measured before, and the outbox measures.
        app.UseBridgeMetrics();
        app.UseOutbox();
        app.UseInboxSecurity();
        app.MapDefaultEndpoints();
        app.MapBridgeMetrics();
        app.MapInbox();
        app.MapDecisions();
        app.MapChannelTest();
        app.Lifetime.ApplicationStarted.Register(() => BridgeLog.Started(app));
        return app;
    }

    private static void AddHost(this WebApplicationBuilder builder, BridgeSettings settings)
    {
        // Every listener is opened below; Kestrel would warn that it does not open these, nor the ports that base images set.
        builder.WebHost.UseUrls([]);
        builder.WebHost.UseSetting(WebHostDefaults.HttpPortsKey, "");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            Listeners.Open(kestrel, settings);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
        });

        // A URL in use is told in one line by BridgeApp; the host would add a stack trace. The framework's lines about
        // listening are replaced by one that says more.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // The watcher says once why a server is not connected; each probe would say it again.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
    }

    /// <summary>
    /// The stream's request is one of many hours, or one of many while the server is down; the page asks every two
    /// seconds. Neither tells anything as a span, and both would bury the ones that do.
    /// </summary>
    private static void LeaveOutRepeatingSpans(this IServiceCollection services)
    {
        services.Configure<HttpClientTraceInstrumentationOptions>(options => options.FilterHttpRequestMessage =
            request => request.RequestUri?.AbsolutePath is not { } path
                || !(path.EndsWith("/global/event", StringComparison.Ordinal) || path.EndsWith("/global/health", StringComparison.Ordinal)));
        services.Configure<AspNetCoreTraceInstrumentationOptions>(options =>
        {
            var others = options.Filter;
            options.Filter = context => others?.Invoke(context) is not false
                && !(HttpMethods.IsGet(context.Request.Method) && context.Request.Path.StartsWithSegments("/api"));
        });
    }

    private static void AddServer(this IServiceCollection services, ServerSettings settings)
    {
        services.AddHttpClient(V1Client.ClientName(settings.Name), client => Configure(client, settings))
            .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
            {
                ConnectTimeout = provider.GetRequiredService<ServerTimings>().FirstByte,
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = !settings.Url.IsLoopback,
                // The event stream has no end to wait for: without this a stop would wait two seconds for one.
                ResponseDrainTimeout = TimeSpan.Zero,
            })
            .RemoveAllLoggers();

        var status = new ServerStatus(settings.Name);
        services.AddSingleton(status);
        services.AddSingleton<IOpenCodeServer>(provider => Server(provider, settings.Name));
        services.AddSingleton<IOpenCodeSessions>(provider => new V1Sessions(settings.Name, Client(provider, settings.Name), provider.GetRequiredService<ILogger<V1Sessions>>()));
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<ServerWatcher>(
            provider,
            provider.GetServices<IOpenCodeServer>().Single(server => server.Name == settings.Name),
            status));
        services.AddHealthChecks().Add(new HealthCheckRegistration(settings.Name, _ => new StreamHealthCheck(status), null, null));
    }

    private static V1Server Server(IServiceProvider provider, string name)
    {
        var timings = provider.GetRequiredService<ServerTimings>();
        var time = provider.GetRequiredService<TimeProvider>();
        var client = Client(provider, name);
        return new(
            name,
            client,
            new(name, client, time, provider.GetRequiredService<ILogger<V1SnapshotReader>>()),
            timings,
            time,
            provider.GetRequiredService<BridgeTelemetry>(),
            provider.GetRequiredService<ILogger<V1Server>>());
    }

    private static V1Client Client(IServiceProvider provider, string name) => new(
        name,
        provider.GetRequiredService<IHttpClientFactory>(),
        provider.GetRequiredService<ServerTimings>(),
        provider.GetRequiredService<TimeProvider>());

    private static void Configure(HttpClient client, ServerSettings settings)
    {
        client.BaseAddress = settings.Url;
        // Each call has its own.
        client.Timeout = Timeout.InfiniteTimeSpan;
        if (settings.Login is { } login)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Basic",
                Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login.UserName}:{login.Password}")));
        }
    }
}
