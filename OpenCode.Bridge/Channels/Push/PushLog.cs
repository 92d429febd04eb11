namespace OpenCode.Bridge.Channels.Push;

internal static partial class PushLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The key of push messages cannot be kept, browsers must subscribe again after a restart: {Reason}")]
    public static partial void KeyNotKept(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Browser {Subscription} does not want to be told any more")]
    public static partial void Gone(ILogger logger, string subscription);
}
