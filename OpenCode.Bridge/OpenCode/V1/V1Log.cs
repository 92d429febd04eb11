namespace OpenCode.Bridge.OpenCode.V1;

internal static partial class V1Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Server} sent a frame of kind {Kind} that cannot be read; further ones are counted only")]
    public static partial void Malformed(ILogger logger, string server, string kind);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Server} listed a {Kind} that cannot be read; further ones are left out silently")]
    public static partial void EntrySkipped(ILogger logger, string server, string kind);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Server} does not tell what is pending in one of its directories: {Reason}; it is left out until it answers")]
    public static partial void DirectorySkipped(ILogger logger, string server, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Server} does not tell the messages of one of its sessions: {Reason}; further ones are left out silently")]
    public static partial void TurnsSkipped(ILogger logger, string server, string reason);
}
