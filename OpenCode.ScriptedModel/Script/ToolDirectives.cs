using System.Text.Json;
using System.Text.Json.Nodes;
using OpenCode.ScriptedModel.Answers;

namespace OpenCode.ScriptedModel.Script;

/// <summary>Directives that make the model call one of OpenCode's tools, with the arguments that the tool takes.</summary>
internal static class ToolDirectives
{
    public static IEnumerable<DirectiveKind> All =>
    [
        Calls("bash", "bash", ["command", "description"], Bash) with { WordsMean = "command" },
        Calls("write", "write", ["path", "content"], Write) with { WordsMean = "content" },
        Calls("edit", "edit", ["path", "old", "new"], Edit),
        Calls("read", "read", ["path"], Read) with { WordsMean = "path" },
        Calls("question", "question", ["question", "header", "options", "multiple"], Question) with { WordsMean = "question" },
        Calls("todo", "todowrite", ["items", "done"], Todo) with { WordsMean = "items" },
        Calls("task", "task", ["prompt", "description", "agent"], Task) with { WordsMean = "prompt" },
        new("tool", ["name", "json"], AnyTool),
    ];

    private static DirectiveKind Calls(
        string name, string tool, string[] options, Func<DirectiveArguments, JsonObject> arguments) =>
        new(name, options, given => new ToolCallAnswer(tool, arguments(given), SpeechDirectives.PaceOf(given)));

    private static JsonObject Bash(DirectiveArguments given) => new()
    {
        ["command"] = given.Text("command", "echo hello"),
        ["description"] = given.Text("description", "Runs a shell command"),
    };

    private static JsonObject Write(DirectiveArguments given) => new()
    {
        ["filePath"] = given.Text("path", "notes.txt"),
        ["content"] = given.Text("content", "hello") + "\n",
    };

    private static JsonObject Edit(DirectiveArguments given) => new()
    {
        ["filePath"] = given.Text("path", "notes.txt"),
        ["oldString"] = given.Text("old", "hello"),
        ["newString"] = given.Text("new", "goodbye"),
    };

    private static JsonObject Read(DirectiveArguments given) => new() { ["filePath"] = given.Text("path", "notes.txt") };

    private static JsonObject Question(DirectiveArguments given) => new()
    {
        ["questions"] = new JsonArray(new JsonObject
        {
            ["question"] = given.Text("question", "Which one should I use?"),
            ["header"] = given.Text("header", "Choice"),
            ["options"] = new JsonArray([.. given.List("options", "Yes|No").Select(Option)]),
            ["multiple"] = given.Flag("multiple"),
        }),
    };

    private static JsonObject Option(string label) => new() { ["label"] = label, ["description"] = $"Choose {label}" };

    private static JsonObject Todo(DirectiveArguments given)
    {
        var done = given.Whole("done", 0, int.MaxValue) ?? 0;
        return new()
        {
            ["todos"] = new JsonArray([.. given.List("items", "first|second|third").Select((item, i) => new JsonObject
            {
                ["content"] = item,
                ["status"] = i < done ? "completed" : i == done ? "in_progress" : "pending",
                ["priority"] = "medium",
            })]),
        };
    }

    // Directives do not nest: the child's prompt writes them as <<…>>.
    private static JsonObject Task(DirectiveArguments given) => new()
    {
        ["description"] = given.Text("description", "Delegated work"),
        ["prompt"] = given.Text("prompt", "Answer briefly.").Replace("<<", "[[").Replace(">>", "]]"),
        ["subagent_type"] = given.Text("agent", "general"),
    };

    private static ToolCallAnswer AnyTool(DirectiveArguments given)
    {
        if (given.Text("name") is not { Length: > 0 } name)
        {
            throw new DirectiveException("name= of the tool is missing");
        }

        return new ToolCallAnswer(name, JsonOf(given.Text("json", "{}")), SpeechDirectives.PaceOf(given));
    }

    private static JsonObject JsonOf(string text)
    {
        try
        {
            if (JsonNode.Parse(text) is JsonObject json)
            {
                return json;
            }
        }
        catch (JsonException)
        {
            // Told below, without the parser's words.
        }

        throw new DirectiveException("json must be a JSON object in single quotes");
    }
}
