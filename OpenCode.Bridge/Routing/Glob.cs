using System.IO.Enumeration;

namespace OpenCode.Bridge.Routing;

/// <summary>
/// Matches directories: <c>*</c> and <c>?</c> within a name, <c>**</c> as a name for any number of them, none included, so
/// that <c>/team/**</c> is the folder and everything below it. Letters match in their case.
/// </summary>
internal static class Glob
{
    private const string Any = "**";

    public static bool Matches(string glob, string directory) => Matches(Names(glob), Names(directory));

    private static bool Matches(string[] glob, string[] names)
    {
        // After a ** has matched too little, the last one takes a name more: no pattern takes more than its length times the path's.
        var (pattern, name, any, taken) = (0, 0, -1, 0);
        while (name < names.Length)
        {
            if (pattern < glob.Length && glob[pattern] == Any)
            {
                (any, taken) = (pattern++, name);
            }
            else if (pattern < glob.Length && FileSystemName.MatchesSimpleExpression(glob[pattern], names[name], ignoreCase: false))
            {
                pattern++;
                name++;
            }
            else if (any >= 0)
            {
                (pattern, name) = (any + 1, ++taken);
            }
            else
            {
                return false;
            }
        }

        return glob.AsSpan(pattern).IndexOfAnyExcept(Any) < 0;
    }

    private static string[] Names(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
