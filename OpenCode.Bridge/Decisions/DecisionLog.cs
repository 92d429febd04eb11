namespace OpenCode.Bridge.Decisions;

internal static partial class DecisionLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Alert {Alert} was decided: {Decision} by {By}")]
    public static partial void Decided(ILogger logger, string alert, string decision, string by);

    [LoggerMessage(Level = LogLevel.Information, Message = "A decision on alert {Alert} came too late: it is {State}")]
    public static partial void TooLate(ILogger logger, string alert, string state);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The decision on alert {Alert} has not reached its server: {Reason}; trying again")]
    public static partial void NotTaken(ILogger logger, string alert, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The decision on alert {Alert} was stored before a restart; it goes on its way")]
    public static partial void Resumed(ILogger logger, string alert);

    [LoggerMessage(Level = LogLevel.Information, Message = "The decision on alert {Alert} ended: {Result}")]
    public static partial void Ended(ILogger logger, string alert, string result);

    [LoggerMessage(Level = LogLevel.Error, Message = "The decision on alert {Alert} broke off; it goes on at the next start")]
    public static partial void Broke(ILogger logger, string alert, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A late decision on alert {Alert} is not in the audit: {Reason}")]
    public static partial void NotNoted(ILogger logger, string alert, string reason);
}
