namespace OpenCode.Bridge.Channels;

internal static partial class ReplyLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The reply topic cannot be read, buttons decide later: {Problem}")]
    public static partial void NotRead(ILogger logger, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "The reply topic is read again")]
    public static partial void Back(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A message on the reply topic decides nothing: its token is {Outcome}")]
    public static partial void Ignored(ILogger logger, string outcome);
}
