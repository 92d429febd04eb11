using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using OpenCode.Bridge.Settings;

namespace OpenCode.Bridge;

/// <summary>The bridge as a process.</summary>
internal static class BridgeApp
{
    /// <summary>Runs until the process is told to end.</summary>
    /// <returns>0, or 2 for settings with which it cannot run; one line on standard error says which.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using var app = Create(args);
            await app.RunAsync();
            return 0;
        }
        catch (SettingsException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return 2;
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"ASPNETCORE_URLS: {taken.Message.TrimEnd('.')}; allowed is a free port");
            return 2;
        }
        catch (SocketException refused)
        {
            // Not an address of this machine, or a port below 1024.
            await Console.Error.WriteLineAsync($"ASPNETCORE_URLS: {refused.Message}; allowed is an address of this machine and a port that may be opened");
            return 2;
        }
    }

    /// <summary>The application, not yet started.</summary>
    /// <param name="args">Command line.</param>
    /// <param name="configure">Last changes, by tests.</param>
    /// <exception cref="SettingsException">A setting is wrong.</exception>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        configure?.Invoke(builder);
        builder.AddBridge();
        return builder.Build().UseBridge();
    }
}
