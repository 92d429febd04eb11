using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Alerts;

/// <summary>An alert in few words, each result one line.</summary>
internal static class AlertWords
{
    /// <summary>The only server has this name unless somebody gave it another: not worth a word.</summary>
    private const string OnlyServer = "opencode";

    /// <summary>What happened, or what is asked.</summary>
    public static string Event(Alert alert) => PlainText.Line(alert switch
    {
        { Kind: AlertKind.Permission, FirstRequest: PermissionRequest request } => $"Permission: {request.Permission}",
        { Kind: AlertKind.Permission } => "Permission",
        { Kind: AlertKind.Question, FirstRequest: QuestionRequest { Questions: [{ Header.Length: > 0 } question, ..] } } => $"Question: {question.Header}",
        { Kind: AlertKind.Question } => "Question",
        { Kind: AlertKind.Complete } => "Finished",
        { Kind: AlertKind.Error } => "Error",
        { Kind: AlertKind.Stalled } => "Stalled",
        _ => "Server unreachable",
    });

    /// <summary>How it ended.</summary>
    public static string Outcome(Alert alert) => PlainText.Line(alert switch
    {
        { State: AlertState.Decided, Decision: { } decision } => $"{Done(decision)} by {alert.DecidedBy}",
        { State: AlertState.Expired } => "Denied, nobody decided in time",
        { Kind: AlertKind.Stalled } => "Going on again",
        { Kind: AlertKind.Unreachable } => "Server reachable again",
        { State: AlertState.Withdrawn } => "No longer asked",
        _ => Event(alert),
    });

    /// <summary>Something said of an alert, with the session's title and, where there are several, the server's name.</summary>
    public static string Titled(string what, Alert alert) => PlainText.Line(
        string.Join(" · ", new[] { what, alert.Title, alert.Server == OnlyServer ? "" : alert.Server }.Where(part => !string.IsNullOrWhiteSpace(part))));

    private static string Done(ReplyKind decision) => decision switch
    {
        ReplyKind.Once => "Allowed once",
        ReplyKind.Always => "Always allowed",
        ReplyKind.Reject => "Denied",
        _ => "Answered",
    };
}
