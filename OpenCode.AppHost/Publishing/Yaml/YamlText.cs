using System.Globalization;
using System.Text;

namespace OpenCode.AppHost.Publishing.Yaml;

/// <summary>How a text is written so that every reader, of YAML 1.1 or 1.2, gets the same text back.</summary>
internal static class YamlText
{
    private static readonly HashSet<string> s_words = new(StringComparer.OrdinalIgnoreCase)
    {
        "true", "false", "yes", "no", "on", "off", "y", "n", "null", "~", ".inf", "-.inf", "+.inf", ".nan", "=", "<<", "---", "...",
    };

    /// <summary>Whether it is written as a block of lines (<c>|</c>).</summary>
    public static bool IsBlock(string text) =>
        text.Contains('\n', StringComparison.Ordinal)
        && text[0] is not (' ' or '\n')
        && !text.EndsWith("\n\n", StringComparison.Ordinal)
        && ArePrintable(text, or: '\n')
        && !text.Split('\n').Any(line => line.Length > 0 && char.IsWhiteSpace(line[^1]));

    /// <summary>Plain where that is safe, else in quotes: single ones where only double ones stand inside.</summary>
    public static string Inline(string text) =>
        IsPlain(text) ? text
        : text.AsSpan().IndexOfAny('"', '\\') >= 0 && !text.Contains('\'', StringComparison.Ordinal) && ArePrintable(text) ? $"'{text}'"
        : Quoted(text);

    private static bool IsPlain(string text)
    {
        if (text.Length == 0 || text[0] == ' ' || text[^1] is ' ' or ':' || s_words.Contains(text) || LooksLikeNumber(text))
        {
            return false;
        }

        if ("?:,[]{}#&*!|>'\"%@`".Contains(text[0], StringComparison.Ordinal) || (text[0] == '-' && (text.Length == 1 || text[1] == ' ')))
        {
            return false;
        }

        return !text.Contains(": ", StringComparison.Ordinal) && !text.Contains(" #", StringComparison.Ordinal) && ArePrintable(text);
    }

    // Whatever might be a number, a time (12:30 is 750 in YAML 1.1) or a date. A version such as 5.1.0 is none.
    private static bool LooksLikeNumber(string text)
    {
        if (!char.IsAsciiDigit(text[0]) && text[0] is not ('+' or '-' or '.'))
        {
            return false; // nearly every text
        }

        var digits = text.TrimStart('+', '-');
        if (digits.Length == 0 || !(char.IsAsciiDigit(digits[0]) || digits[0] == '.') || !digits.Any(char.IsAsciiDigit))
        {
            return false;
        }

        return digits.All(letter => char.IsAsciiHexDigit(letter) || letter is '_' or '.' or '+' or '-' or 'x' or 'X' or 'o' or 'O' or ':' or 'T' or 't' or 'Z' or 'z' or ' ')
            && !IsVersion(digits);
    }

    private static bool IsVersion(string text) =>
        text.Count(letter => letter == '.') >= 2 && text.All(letter => char.IsAsciiDigit(letter) || letter == '.');

    private static bool ArePrintable(string text, char or = ' ')
    {
        foreach (var letter in text)
        {
            if (!IsPrintable(letter) && letter != or)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPrintable(char letter) => letter is (>= ' ' and <= '~') or (>= '\u00a0' and < '\u2028') or (> '\u2029' and < '\ud800');

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\t' => quoted.Append("\\t"),
                _ when IsPrintable(letter) || char.IsSurrogate(letter) => quoted.Append(letter),
                _ => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
            };
        }

        return quoted.Append('"').ToString();
    }
}
