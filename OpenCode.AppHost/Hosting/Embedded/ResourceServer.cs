using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OpenCode.AppHost.Hosting.Embedded;

/// <summary>
/// Serves <see cref="ResourceService"/> on a loopback port to whoever knows the key: other users of the machine can
/// reach the port too, and the service can stop processes.
/// </summary>
internal static class ResourceServer
{
    public const string KeyHeader = "x-resource-service-api-key";

    /// <summary>The server, and the address on which it listens. Dispose it to end it.</summary>
    public static async Task<(WebApplication App, Uri Url)> StartAsync(ResourceService service, string apiKey, CancellationToken cancellationToken)
    {
        // Empty: no settings file, no environment variable and no log reaches this server.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddRouting();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(service);
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(200));

        var app = builder.Build();
        var key = Encoding.UTF8.GetBytes(apiKey);
        app.Use((context, next) => IsKnown(context, key) ? next(context) : Refuse(context));
        app.UseRouting();
        app.MapGrpcService<ResourceService>();
        await app.StartAsync(cancellationToken);
        return (app, new Uri(app.Urls.Single()));
    }

    private static bool IsKnown(HttpContext context, byte[] key) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(context.Request.Headers[KeyHeader].ToString()), key);

    private static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    /// <summary>Signals belong to the stack, which stops this server last.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
