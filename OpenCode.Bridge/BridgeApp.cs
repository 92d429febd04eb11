using OpenCode.Bridge.Settings;

namespace OpenCode.Bridge;

/// <summary>The bridge as a process.</summary>
internal static class BridgeApp
{
    /// <summary>Runs until the process is told to end.</summary>
    /// <returns>0, or 2 for settings with which it cannot run; one line on <paramref name="error"/> says which.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter error)
    {
        BridgeSettings? settings = null;
        try
        {
            await using var app = Create(args);
            settings = app.Services.GetRequiredService<BridgeSettings>();
            await app.RunAsync();
            return 0;
        }
        catch (SettingsException wrong)
        {
            await error.WriteLineAsync(wrong.Message);
            return 2;
        }
        catch (Exception refused) when (Listeners.IsRefusal(refused) && settings is not null)
        {
            await error.WriteLineAsync(Listeners.Refusal(settings, refused));
            return 2;
        }
    }

    /// <summary>The application, not yet started.</summary>
    /// <param name="args">Command line.</param>
    /// <param name="configure">Last changes, by tests.</param>
    /// <exception cref="SettingsException">A setting is wrong.</exception>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { Args = args });
        builder.AddBare(args);
        configure?.Invoke(builder);
        builder.AddBridge();
        return builder.Build().UseBridge();
    }

    /// <summary>
    /// What the slim builder brings, without the <c>appsettings.json</c> of the working directory and the watch over it: the
    /// bridge is set by its environment, and a file that happens to lie there is none of its business.
    /// </summary>
    private static void AddBare(this WebApplicationBuilder builder, string[] args)
    {
        // ASPNETCORE_URLS arrives as "urls", as it does on the command line.
        builder.Configuration.AddEnvironmentVariables("ASPNETCORE_").AddEnvironmentVariables().AddCommandLine(args);
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        // What somebody should look at is told apart from the rest.
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Error);
    }
}
