using System.Text.RegularExpressions;

namespace OpenCode.ScriptedModel.Script;

/// <summary>
/// Finds the directives of a prompt in their order. The first <c>]]</c> ends one, within quotes too. Brackets that hold no
/// name (<c>[[ -f a ]]</c>, <c>[[:alpha:]]</c>) are ordinary text.
/// </summary>
internal static partial class DirectiveFinder
{
    public static IReadOnlyList<Directive> Find(string text) =>
        [.. Pattern().Matches(text).Select(Read).Where(Counts)];

    /// <summary>The prompt with a space in the place of each directive.</summary>
    public static string Remove(string text) =>
        Pattern().Replace(text, match => Counts(Read(match)) ? " " : match.Value);

    private static Directive Read(Match match) =>
        new(match.Groups["name"].Value, match.Groups["body"].Value.Trim(), match.Groups["end"].Length > 0);

    // Without an end, only a known name shows that a directive was meant.
    private static bool Counts(Directive directive) => directive.IsClosed || DirectiveCatalog.Knows(directive.Name);

    [GeneratedRegex(@"\[\[\s*(?<name>[A-Za-z_][A-Za-z0-9_-]{0,39})(?:\s(?<body>.*?))?(?<end>\]\]|\z)", RegexOptions.Singleline)]
    private static partial Regex Pattern();
}
