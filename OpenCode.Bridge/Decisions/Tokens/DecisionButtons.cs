using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Decisions.Tokens;

internal sealed record DecisionButton(string Label, string Token);

/// <summary>The buttons under an alert's message, and what a press of one replies.</summary>
internal sealed class DecisionButtons(DecisionTokens tokens)
{
    /// <summary>As many as a notification has room for.</summary>
    private const int Most = 3;

    private const int LabelLength = 40;

    /// <summary>
    /// None where a press could not decide: nothing is asked, or several questions at once, or one that takes several options.
    /// </summary>
    public IReadOnlyList<DecisionButton> Of(Alert alert) =>
        alert.State == AlertState.Open ? [.. Choices(alert).Take(Most).Select(choice => new DecisionButton(choice.Label, tokens.Issue(alert.Id, choice.Choice)))] : [];

    /// <summary>Null where the alert has no such option.</summary>
    public static Reply? ReplyOf(Alert alert, TokenChoice choice) => (alert.FirstRequest, choice.Kind) switch
    {
        (QuestionRequest { Questions: [var question] }, ReplyKind.Answer) =>
            choice.Option < question.Choices.Count ? new(ReplyKind.Answer, Answers: [[question.Choices[choice.Option].Label]]) : null,
        (_, ReplyKind.Answer) or (null, _) => null,
        (_, var kind) => new(kind),
    };

    /// <summary>What a choice means, for a person.</summary>
    public static string LabelOf(Alert alert, TokenChoice choice) => choice.Kind switch
    {
        ReplyKind.Once => "Once",
        ReplyKind.Always => "Always",
        ReplyKind.Reject => "Deny",
        _ => ReplyOf(alert, choice)?.Answers?[0][0] ?? "",
    };

    private static IEnumerable<(string Label, TokenChoice Choice)> Choices(Alert alert)
    {
        IEnumerable<TokenChoice> choices = alert.FirstRequest switch
        {
            PermissionRequest => [new(ReplyKind.Once), new(ReplyKind.Always), new(ReplyKind.Reject)],
            QuestionRequest { Questions: [{ Multiple: false } question] } =>
                Enumerable.Range(0, Math.Min(question.Choices.Count, Most)).Select(option => new TokenChoice(ReplyKind.Answer, option)),
            _ => [],
        };
        return choices.Select(choice => (Label: PlainText.CutChars(PlainText.Line(LabelOf(alert, choice)), LabelLength), choice))
            .Where(choice => choice.Label.Length > 0);
    }
}
