using OpenCode.ScriptedModel.Answers;

namespace OpenCode.ScriptedModel.Script;

/// <summary>The directives that the model knows, and the answer of each.</summary>
internal static class DirectiveCatalog
{
    private static readonly Dictionary<string, DirectiveKind> Kinds =
        SpeechDirectives.All.Concat(ToolDirectives.All).Concat(FailureDirectives.All)
            .ToDictionary(kind => kind.Name, StringComparer.Ordinal);

    public static IEnumerable<string> Names => Kinds.Keys.Order(StringComparer.Ordinal);

    public static bool Knows(string name) => Kinds.ContainsKey(name);

    /// <summary>
    /// Carries out a directive. One that is unknown or malformed is answered with a text that says so: whoever wrote it
    /// reads that in the session instead of wondering.
    /// </summary>
    public static Answer Answer(Directive directive)
    {
        if (!Kinds.TryGetValue(directive.Name, out var kind))
        {
            return Say($"I do not know the directive '{directive.Name}'. I know: {string.Join(", ", Names)}.");
        }

        try
        {
            return directive.IsClosed
                ? kind.Answer(DirectiveArguments.Parse(directive.Body, kind))
                : throw new DirectiveException("]] is missing");
        }
        catch (DirectiveException e)
        {
            return Say($"I cannot follow the directive '{directive.Name}': {e.Message}. I know: {string.Join(", ", Names)}.");
        }
    }

    private static TextAnswer Say(string text) => new(text, Pace.Default);
}
