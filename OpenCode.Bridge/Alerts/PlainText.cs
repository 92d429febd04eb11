using System.Globalization;
using System.Text;

namespace OpenCode.Bridge.Alerts;

/// <summary>
/// Makes text of models and tools fit to be shown to a person who decides by it: nothing in it hides, turns around or
/// overwrites another part, and what is too long is cut between whole characters and says so.
/// </summary>
internal static class PlainText
{
    private const string Ellipsis = "…";

    /// <summary>Lines and tabs stay; other control and direction characters become visible.</summary>
    public static string Block(string text)
    {
        var clean = new StringBuilder(text.Length);
        // Lone halves of surrogate pairs come out as U+FFFD.
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            clean.Append(rune.Value is '\n' or '\t' ? rune.ToString() : Visible(rune));
        }

        return clean.ToString().TrimEnd();
    }

    /// <summary>The same as one line: runs of white space become one space.</summary>
    public static string Line(string text) =>
        string.Join(' ', Block(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>At most so many bytes of UTF-8.</summary>
    public static string CutBytes(string text, int limit) => Cut(text, limit, Encoding.UTF8.GetByteCount);

    /// <summary>At most so many UTF-16 code units.</summary>
    public static string CutChars(string text, int limit) => Cut(text, limit, part => part.Length);

    private static string Cut(string text, int limit, SizeOf size)
    {
        if (size(text) <= limit)
        {
            return text;
        }

        var room = limit - size(Ellipsis);
        var length = 0;
        while (Next(text.AsSpan(length), room, size) is var next and > 0)
        {
            room -= size(text.AsSpan(length, next));
            length += next;
        }

        return text[..length].TrimEnd() + Ellipsis;
    }

    /// <summary>Length of the next character as a reader sees it, 0 when it has no room.</summary>
    private static int Next(ReadOnlySpan<char> text, int room, SizeOf size)
    {
        var element = StringInfo.GetNextTextElementLength(text);
        return size(text[..element]) <= room ? element : 0;
    }

    private static string Visible(Rune rune) => rune.Value switch
    {
        // The pictures of control characters: ␛ for an escape.
        < 0x20 => new Rune(0x2400 + rune.Value).ToString(),
        0x7F => "\u2421",
        _ when Hides(rune) => "\uFFFD",
        _ => rune.ToString(),
    };

    // U+200C and U+200D shape scripts and join emoji; everything else that is there without being seen is made seen.
    private static bool Hides(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Format => rune.Value is not (0x200C or 0x200D),
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        _ => false,
    };

    private delegate int SizeOf(ReadOnlySpan<char> text);
}
