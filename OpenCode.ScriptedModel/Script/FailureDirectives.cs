using OpenCode.ScriptedModel.Answers;
using OpenCode.ScriptedModel.OpenAi;

namespace OpenCode.ScriptedModel.Script;

/// <summary>Directives that make the provider fail.</summary>
internal static class FailureDirectives
{
    public static IEnumerable<DirectiveKind> All =>
    [
        new("http", ["status", "message", "type", "code", "times", "retry_after"], Http),
        new("drop", [], _ => new DropAnswer()),
    ];

    private static ErrorAnswer Http(DirectiveArguments given)
    {
        var status = given.Whole("status", 400, 599) ?? StatusCodes.Status500InternalServerError;
        var error = new OpenAiError(
            status,
            given.Text("message", $"Scripted error {status}."),
            given.Text("type", "scripted_error"),
            given.Text("code"),
            RetryAfter(given));
        return new ErrorAnswer(
            error,
            given.Whole("times", 0, int.MaxValue),
            new TextAnswer("It works after the errors.", SpeechDirectives.PaceOf(given)));
    }

    // Seconds or a date, by RFC 9110; a value that is neither is allowed, for that too is something that providers send.
    private static string? RetryAfter(DirectiveArguments given) => given.Text("retry_after") switch
    {
        { } text when !text.All(c => c is >= ' ' and <= '~') =>
            throw new DirectiveException("retry_after must be printable ASCII"),
        var text => text,
    };
}
