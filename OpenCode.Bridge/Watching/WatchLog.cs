namespace OpenCode.Bridge.Watching;

internal static partial class WatchLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Connected to {Server}: {Version}")]
    public static partial void Connected(ILogger logger, string server, string version);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not connected to {Server}: {Reason}; trying again")]
    public static partial void Disconnected(ILogger logger, string server, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Watching {Server} failed; trying again")]
    public static partial void Failed(ILogger logger, string server, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Server} did not tell what is pending: {Reason}; trying again")]
    public static partial void SnapshotFailed(ILogger logger, string server, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A timer of the alerts failed; they go on")]
    public static partial void TimersFailed(ILogger logger, Exception failure);
}
