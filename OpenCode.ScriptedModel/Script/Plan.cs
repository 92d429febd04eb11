using OpenCode.ScriptedModel.Answers;
using OpenCode.ScriptedModel.OpenAi;

namespace OpenCode.ScriptedModel.Script;

/// <summary>
/// How one request is answered. The directives of the last user message are taken one a request: the first answers the
/// turn's first request, the second the one that follows the first tool result, and so on.
/// </summary>
/// <param name="Kind"><c>chat</c>, or what OpenCode asks for on its own: <c>title</c>, <c>summary</c>.</param>
/// <param name="Directive">Name of the directive; <c>text</c> where none was given.</param>
/// <param name="Step">Number of assistant messages after the last user message.</param>
internal sealed record Plan(string Kind, string Directive, int Step, Answer Answer)
{
    private const string NoDirective = "text";
    private const int TitleWords = 6;

    public static Plan For(ChatRequest request)
    {
        var system = string.Join(' ', request.Messages.Where(IsSystem).Select(message => message.Text));
        if (Mentions(system, "title generator"))
        {
            return Say("title", 0, Title(request.Messages));
        }

        // Agents may well talk of summaries in their system prompt; only compaction has no tools with it.
        if (request.ToolNames.Count == 0 && Mentions(system, "summari"))
        {
            return Say("summary", 0, "A short summary of the conversation.");
        }

        return Chat(request.Messages);
    }

    private static Plan Chat(IReadOnlyList<ChatMessage> messages)
    {
        var turn = messages.Reverse().TakeWhile(message => message.Role != "user").ToList();
        if (turn.Count == messages.Count)
        {
            return Say("chat", 0, SpeechDirectives.DefaultText);
        }

        var step = turn.Count(message => message.Role == "assistant");
        var directives = DirectiveFinder.Find(messages[messages.Count - turn.Count - 1].Text);
        return directives.Count == 0 ? Say("chat", step, SpeechDirectives.DefaultText)
            : step >= directives.Count ? Say("chat", step, "All steps are done.")
            : new Plan("chat", directives[step].Name, step, DirectiveCatalog.Answer(directives[step]));
    }

    private static Plan Say(string kind, int step, string text) =>
        new(kind, NoDirective, step, new TextAnswer(text, Pace.Default));

    private static string Title(IEnumerable<ChatMessage> messages)
    {
        var prompt = DirectiveFinder.Remove(messages.LastOrDefault(message => message.Role == "user")?.Text ?? "");
        var words = prompt.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(TitleWords).ToArray();
        return words.Length > 0 ? string.Join(' ', words) : "Untitled";
    }

    private static bool IsSystem(ChatMessage message) => message.Role is "system" or "developer";

    private static bool Mentions(string text, string mark) => text.Contains(mark, StringComparison.OrdinalIgnoreCase);
}
