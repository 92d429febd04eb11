using OpenCode.ScriptedModel.Answers;

namespace OpenCode.ScriptedModel.Script;

/// <summary>Directives that make the model say something.</summary>
internal static class SpeechDirectives
{
    public const string DefaultText = "This is a fixed answer from the scripted model.";

    private const int MostTokens = 100_000;

    public static IEnumerable<DirectiveKind> All =>
    [
        new("text", [], Text) { IsProse = true },
        new("think", [], Think) { IsProse = true },
        new("slow", ["tokens"], Slow),
        new("stall", ["tokens", "after", "seconds"], Stall),
    ];

    public static Pace PaceOf(DirectiveArguments arguments) =>
        new(arguments.Seconds(DirectiveKind.Delay, Pace.DefaultDelay));

    private static TextAnswer Text(DirectiveArguments arguments) =>
        new(Or(arguments.Words, DefaultText), PaceOf(arguments));

    private static TextAnswer Think(DirectiveArguments arguments) =>
        new(DefaultText, PaceOf(arguments), Reasoning: Or(arguments.Words, "Let me think about it."));

    private static TextAnswer Slow(DirectiveArguments arguments) =>
        new(Tokens(arguments), new Pace(arguments.Seconds(DirectiveKind.Delay, TimeSpan.FromMilliseconds(50))));

    private static TextAnswer Stall(DirectiveArguments arguments) => new(Tokens(arguments), PaceOf(arguments) with
    {
        StallAfter = arguments.Whole("after", 0, MostTokens) ?? 3,
        Stall = arguments.Seconds("seconds", TimeSpan.FromSeconds(60)),
    });

    private static string Tokens(DirectiveArguments arguments) =>
        string.Join(' ', Enumerable.Range(0, arguments.Whole("tokens", 1, MostTokens) ?? 100).Select(i => $"word{i}"));

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;
}
