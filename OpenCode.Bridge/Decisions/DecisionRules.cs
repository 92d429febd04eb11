using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Decisions;

/// <summary>Which reply an alert takes.</summary>
internal static class DecisionRules
{
    /// <summary>Null when the alert takes the reply, else what is wrong with it, for a person.</summary>
    public static string? Problem(Alert alert, Reply reply) => alert.FirstRequest switch
    {
        PermissionRequest => Permission(reply),
        QuestionRequest question => Question(question, reply),
        _ => "this alert takes no decision",
    };

    private static string? Permission(Reply reply)
    {
        if (reply.Kind == ReplyKind.Answer)
        {
            return "a permission is decided by once, always or reject";
        }

        return reply.Answers is null ? null : "answers belong to a question";
    }

    private static string? Question(QuestionRequest request, Reply reply)
    {
        if (reply.Message is not null)
        {
            return "a question takes no message; answer in your own words instead";
        }

        return reply.Kind switch
        {
            ReplyKind.Reject => reply.Answers is null ? null : "a rejection takes no answers",
            ReplyKind.Answer => Answers(request.Questions, reply.Answers),
            _ => "a question is decided by answer or reject",
        };
    }

    private static string? Answers(IReadOnlyList<Question> questions, IReadOnlyList<IReadOnlyList<string>>? answers)
    {
        if (answers is null || answers.Count != questions.Count)
        {
            return $"answers must be {questions.Count} lists of labels or text, one for each question";
        }

        for (var index = 0; index < questions.Count; index++)
        {
            var (question, answer) = (questions[index], answers[index]);
            if (answer.Count == 0 || answer.Any(string.IsNullOrWhiteSpace))
            {
                return $"answer {index + 1} is empty";
            }

            if (answer.Count > 1 && !question.Multiple)
            {
                return $"question {index + 1} takes one answer";
            }

            if (!question.Custom && answer.Any(text => question.Choices.All(choice => choice.Label != text)))
            {
                return $"question {index + 1} takes only its own options";
            }
        }

        return null;
    }
}
