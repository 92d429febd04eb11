namespace OpenCode.Bridge.Outbox;

internal static partial class OutboxLog
{
    [LoggerMessage(Level = LogLevel.Critical, Message = "{Path} {Problem}; alerts are kept in memory and nothing is delivered until it works again")]
    public static partial void Broken(ILogger logger, string path, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Path} is open")]
    public static partial void Works(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Path} is corrupt; it is kept as {Aside} and a new one is begun")]
    public static partial void PutAside(ILogger logger, string path, string aside);
}
