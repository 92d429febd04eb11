using System.Buffers;
using System.Text;

namespace OpenCode.Bridge.Channels;

/// <summary>Text that Discord shows as it is: no link with another name than its target, no mention, no hidden part.</summary>
internal static class DiscordMarkdown
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\\`*_~|<>[]()#-@:");

    /// <summary>For prose.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            // A backslash does not keep Discord from finding @everyone or a link's ://, an unseen joiner does.
            _ = character switch
            {
                '@' => escaped.Append("@\u200B"),
                ':' => escaped.Append(character),
                _ when Special.Contains(character) => escaped.Append('\\').Append(character),
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString();
    }

    /// <summary>For what a person must see letter by letter. The text cannot end the block.</summary>
    public static string Code(string text) => $"```\n{text.Replace("```", "`\u200B`\u200B`", StringComparison.Ordinal)}\n```";
}
