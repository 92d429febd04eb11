namespace OpenCode.Bridge.Outbox;

internal static partial class OutboxLog
{
    [LoggerMessage(Level = LogLevel.Critical, Message = "{Path} {Problem}; alerts are kept in memory and nothing is delivered until it works again")]
    public static partial void Broken(ILogger logger, string path, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Alert {Alert} could not be stored; it is kept in memory until it can")]
    public static partial void Kept(ILogger logger, string alert);

    [LoggerMessage(Level = LogLevel.Error, Message = "The look after the outbox failed; trying again")]
    public static partial void KeeperFailed(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "The worker of {Channel} failed; it goes on")]
    public static partial void WorkerFailed(ILogger logger, string channel, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Channel} did not take alert {Alert}: {Problem}; {Next}")]
    public static partial void NotDelivered(ILogger logger, string channel, string alert, string problem, string next);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Channel} takes messages again")]
    public static partial void Delivers(ILogger logger, string channel);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Path} is open")]
    public static partial void Works(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Path} is corrupt; it is kept as {Aside} and a new one is begun")]
    public static partial void PutAside(ILogger logger, string path, string aside);
}
