namespace OpenCode.Bridge.Decisions.Tokens;

internal static partial class TokenLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The key of decision tokens cannot be kept, buttons work until the bridge is restarted: {Reason}")]
    public static partial void KeyNotKept(ILogger logger, string reason);
}
