using System.Globalization;
using System.Text;
using DiffPlex;
using DiffPlex.Chunkers;
using DiffPlex.Model;

namespace OpenCode.AppHost.Publishing.Output;

/// <summary>A change as a patch that <c>git apply</c> takes.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    public static string Of(Change change)
    {
        var diff = Differ.Instance.CreateDiffs(change.Before ?? string.Empty, change.After ?? string.Empty, false, false, LineEndingsPreservingChunker.Instance);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"--- {(change.Before is null ? "/dev/null" : "a/" + change.Path)}\n");
        text.Append(CultureInfo.InvariantCulture, $"+++ {(change.After is null ? "/dev/null" : "b/" + change.Path)}\n");
        foreach (var hunk in Hunks(diff.DiffBlocks))
        {
            Hunk(text, diff, hunk);
        }

        return text.ToString();
    }

    // Blocks whose contexts touch are one hunk.
    private static List<List<DiffBlock>> Hunks(IEnumerable<DiffBlock> blocks)
    {
        var hunks = new List<List<DiffBlock>>();
        foreach (var block in blocks)
        {
            if (hunks.Count > 0 && block.DeleteStartA - (hunks[^1][^1].DeleteStartA + hunks[^1][^1].DeleteCountA) <= 2 * Context)
            {
                hunks[^1].Add(block);
            }
            else
            {
                hunks.Add([block]);
            }
        }

        return hunks;
    }

    private static void Hunk(StringBuilder text, DiffResult diff, List<DiffBlock> blocks)
    {
        var (first, last) = (blocks[0], blocks[^1]);
        var before = Math.Min(Context, first.DeleteStartA);
        var after = Math.Min(Context, diff.PiecesOld.Count - last.DeleteStartA - last.DeleteCountA);
        var (startA, startB) = (first.DeleteStartA - before, first.InsertStartB - before);
        var (countA, countB) = (last.DeleteStartA + last.DeleteCountA + after - startA, last.InsertStartB + last.InsertCountB + after - startB);
        text.Append(CultureInfo.InvariantCulture, $"@@ -{(countA == 0 ? 0 : startA + 1)},{countA} +{(countB == 0 ? 0 : startB + 1)},{countB} @@\n");

        var line = startA;
        foreach (var block in blocks)
        {
            Lines(text, ' ', diff.PiecesOld, line, block.DeleteStartA - line);
            Lines(text, '-', diff.PiecesOld, block.DeleteStartA, block.DeleteCountA);
            Lines(text, '+', diff.PiecesNew, block.InsertStartB, block.InsertCountB);
            line = block.DeleteStartA + block.DeleteCountA;
        }

        Lines(text, ' ', diff.PiecesOld, line, after);
    }

    private static void Lines(StringBuilder text, char sign, IReadOnlyList<string> pieces, int start, int count)
    {
        foreach (var piece in pieces.Skip(start).Take(count))
        {
            text.Append(sign).Append(piece);
            if (!piece.EndsWith('\n'))
            {
                text.Append("\n\\ No newline at end of file\n");
            }
        }
    }
}
