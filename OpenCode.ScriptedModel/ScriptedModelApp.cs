using System.Net.Sockets;
using OpenCode.ServiceDefaults;

namespace OpenCode.ScriptedModel;

/// <summary>The server as a value: the program runs it, a test starts it in its own process.</summary>
internal static class ScriptedModelApp
{
    /// <summary>Builds the server without starting it.</summary>
    /// <param name="args">Command line, e.g. <c>--urls http://127.0.0.1:0</c>.</param>
    /// <param name="configure">Runs last: what it registers replaces what was there.</param>
    /// <exception cref="ListenAddressException">An address to listen on is not <c>http</c> on a loopback host.</exception>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddServiceDefaults();
        builder.AddScriptedModel();
        configure?.Invoke(builder);

        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapScriptedModel();
        return app;
    }

    /// <summary>Runs until it is told to stop. Returns 0, or 2 with one line on <paramref name="error"/> when it cannot listen.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter error)
    {
        try
        {
            await using var app = Create(args);
            await StartAsync(app);
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (ListenAddressException refusal)
        {
            await error.WriteLineAsync(refusal.Message);
            return 2;
        }
    }

    private static async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw ListenAddressException.NotListening(app.Configuration[WebHostDefaults.ServerUrlsKey], e);
        }
    }
}
