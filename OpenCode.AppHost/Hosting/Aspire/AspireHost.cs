using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenCode.AppHost.Hosting.Aspire.Commands;

namespace OpenCode.AppHost.Hosting.Aspire;

/// <summary>The local host wherever Aspire's packages restore: the stack is an Aspire application, run by Aspire itself.</summary>
internal static class AspireHost
{
    private const string Dashboard = "dashboard";
    private const string OtlpGrpc = "otlp-grpc";
    private const string OtlpHttp = "otlp-http";

    /// <summary>Runs the stack until <paramref name="stop"/>, which may come at any moment, also while it starts.</summary>
    /// <param name="container">Who OpenCode is in its container; null: it runs as a process.</param>
    /// <param name="arguments">Aspire's own.</param>
    /// <returns>The exit code: 0 after an orderly stop.</returns>
    /// <exception cref="HostFailure">The stack cannot be started on this machine.</exception>
    public static async Task<int> RunAsync(
        LocalStack stack, ContainerUser? container, string[] arguments, TextWriter console, TimeProvider time, CancellationToken stop)
    {
        var file = new StackFile(stack.Run.StackFile);
        file.RefuseSecondHost();
        var ports = LoopbackPorts.Allocate([.. stack.Model.Services.Select(PortRequest.For), new(Dashboard, 0), new(OtlpGrpc, 0), new(OtlpHttp, 0)]);
        HostFolders.Prepare(stack.Model, stack.Run);

        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        var builder = CreateBuilder(arguments, ports);
        var resources = new AspireStack(builder, stack.Model, stack.Secrets, stack.Run, ports, container is null ? stack.Tools.OpenCode : null, container);
        resources.AddTo(http, time);
        StackCommands.AddTo(builder, stack, resources.UrlOf, http, time);
        InheritedEnvironment.Narrow();

        var dashboard = new Uri(builder.Configuration["ASPNETCORE_URLS"]!.Split(';')[0]);
        var board = new StateBoard();
        var report = new StackReport("aspire", console, file, stack.Model, dashboard, resources.UrlOf, board, time);
        await using var session = new AspireSession(builder.Build(), stack, board, report, resources.UrlOf, time);
        var token = builder.Configuration["AppHost:BrowserToken"];
        return await session.RunAsync(token is null ? null : new Uri(dashboard, $"/login?t={token}"), stop);
    }

    private static IDistributedApplicationBuilder CreateBuilder(string[] arguments, IReadOnlyDictionary<string, int> ports)
    {
        // Development is what Aspire's own launch profiles say: telemetry shows up at once instead of after a minute.
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            Args = ["--environment=Development", .. arguments],
            TrustDeveloperCertificate = false,
        });

        // In place of a launch profile, whose fixed ports two checkouts would fight over. A person's own settings win.
        foreach (var (key, name) in ((string, string)[])
        [
            ("ASPNETCORE_URLS", Dashboard),
            ("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", OtlpGrpc),
            ("ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", OtlpHttp),
        ])
        {
            builder.Configuration[key] = builder.Configuration[key] is { Length: > 0 } given ? given : $"http://{AspireValues.Loopback}:{ports[name]}";
        }

        // Everything listens on 127.0.0.1. The option of the same name does not reach the dashboard's resource service.
        builder.Configuration["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true";

        // Otherwise DCP cleans up behind our back, and a person whose prompt is back finds ports still taken.
        builder.Configuration["DcpPublisher:WaitForResourceCleanup"] = "true";

        // The console is for StackReport's lines; the dashboard has the rest.
        // That a start was interrupted is no failure, and one that failed is thrown.
        builder.Services.Configure<LoggerFilterOptions>(options =>
        {
            options.MinLevel = LogLevel.Warning;
            options.Rules.Add(new LoggerFilterRule(null, "Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None, null));
        });
        return builder;
    }
}
