using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OpenCode.ScriptedModel;

/// <summary>Everything the server consists of, apart from what all services share.</summary>
internal static class ScriptedModelExtensions
{
    /// <exception cref="ListenAddressException">An address to listen on is not <c>http</c> on a loopback host.</exception>
    public static WebApplicationBuilder AddScriptedModel(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseUrls(ListenAddresses.Parse(builder.Configuration[WebHostDefaults.ServerUrlsKey]));
        // An empty loader: `Kestrel:Endpoints` in the configuration would add listeners that nobody checked.
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Configure());

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<FailureCounter>();
        builder.Services.AddSingleton<RequestLog>();
        builder.Services.AddSingleton<ChatEndpoint>();
        builder.Logging.KeepQuiet();
        return builder;
    }

    /// <summary>
    /// Maps <c>POST …/chat/completions</c>, <c>GET …/models</c> (below any base path), <c>GET /requests</c>, and 404 in
    /// OpenAI's shape for the rest.
    /// </summary>
    public static WebApplication MapScriptedModel(this WebApplication app)
    {
        app.MapGet("/requests", RequestLogEndpoint.HandleAsync);
        // A route cannot have segments behind a catch-all, and clients differ in the base path they put before these.
        app.MapFallback("{**path}", OpenAiRoutes.HandleAsync);
        return app;
    }

    private static void KeepQuiet(this ILoggingBuilder logging)
    {
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // A failed start is one line of RunAsync; these two would print its stack trace as well. Kestrel's only critical
        // message is "Unable to start Kestrel".
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        logging.AddFilter(
            "Microsoft.AspNetCore.Server.Kestrel",
            level => level is >= LogLevel.Warning and < LogLevel.Critical);
    }
}
