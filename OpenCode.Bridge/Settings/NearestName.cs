namespace OpenCode.Bridge.Settings;

internal static class NearestName
{
    /// <summary>The known name that the fewest typed letters are away; the first of equals.</summary>
    public static string Of(string name, IEnumerable<string> known) => known.MinBy(one => Distance(name, one))!;

    // Levenshtein: letters to insert, drop or change.
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var change = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
