namespace OpenCode.Bridge.OpenCode;

/// <summary>How a request ends: a permission by the first three, a question by the last two.</summary>
internal enum ReplyKind
{
    Once,
    Always,
    Reject,
    Answer,
}

/// <param name="Message">Passed on with the decision on a permission; the model is told of it at a rejection.</param>
/// <param name="Answers">For each question the labels or the text; only with <see cref="ReplyKind.Answer"/>.</param>
internal sealed record Reply(ReplyKind Kind, string? Message = null, IReadOnlyList<IReadOnlyList<string>>? Answers = null);

internal enum ReplyOutcome
{
    /// <summary>The server took the reply.</summary>
    Accepted,

    /// <summary>The server knows no such request: it was answered or dropped before.</summary>
    NotFound,
}
