using OpenCode.Bridge.Settings;

namespace OpenCode.Bridge;

internal static partial class BridgeLog
{
    public static void Started(WebApplication app)
    {
        var servers = app.Services.GetRequiredService<BridgeSettings>().Servers;
        var watched = string.Join(", ", servers.Select(server => $"{server.Name} at {server.Url}"));
        var urls = string.Join(", ", app.Urls);
        Started(app.Logger, watched, urls);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Watching {Servers}; listening on {Urls}")]
    private static partial void Started(ILogger logger, string servers, string urls);
}
