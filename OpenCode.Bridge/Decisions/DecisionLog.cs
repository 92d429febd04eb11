namespace OpenCode.Bridge.Decisions;

internal static partial class DecisionLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Alert {Alert} was decided: {Decision} by {By}")]
    public static partial void Decided(ILogger logger, string alert, string decision, string by);

    [LoggerMessage(Level = LogLevel.Information, Message = "A decision on alert {Alert} came too late: it is {State}")]
    public static partial void TooLate(ILogger logger, string alert, string state);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A decision on alert {Alert} did not reach its server, the alert stays open: {Reason}")]
    public static partial void Failed(ILogger logger, string alert, string reason);
}
