using OpenCode.AppHost.Publishing.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OpenCode.AppHost.Publishing.Output;

/// <summary>
/// Adds entries to the <c>resources</c> of somebody's kustomization and takes our own obsolete ones out. It edits lines:
/// comments, order, quotes and line ends stay as they are.
/// </summary>
internal static class KustomizationEditor
{
    /// <exception cref="FormatException">The file is no kustomization of that namespace, or is written in a form that is not edited.</exception>
    public static string Edit(string text, KustomizationFile wanted)
    {
        var resources = Resources(text, wanted);
        var present = resources.Items.Select(item => Normalized(item.Text)).ToHashSet(StringComparer.Ordinal);
        var missing = wanted.Entries.Where(entry => !present.Contains(Normalized(entry))).ToList();
        var obsolete = wanted.Obsolete.Select(Normalized).ToHashSet(StringComparer.Ordinal);
        var dropped = resources.Items.Where(item => obsolete.Contains(Normalized(item.Text))).ToList();
        if (missing.Count == 0 && dropped.Count == 0)
        {
            return text;
        }

        if (resources.IsFlow)
        {
            throw new FormatException($"line {resources.Line + 1}: write `resources` as a list of lines, or add {string.Join(", ", missing)} yourself");
        }

        var newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var lines = text.Split('\n').ToList();
        if (!text.EndsWith('\n'))
        {
            lines[^1] += newLine == "\r\n" ? "\r" : string.Empty;
            lines.Add(string.Empty);
        }

        if (resources.Line < 0)
        {
            lines.Insert(lines.Count - 1, "resources:" + newLine.TrimEnd('\n'));
        }

        var indent = new string(' ', resources.Items.Count > 0 ? resources.Items[0].Column : 2);
        var end = resources.Items.Count > 0 ? resources.Items[^1].Line + 1 : resources.Line < 0 ? lines.Count - 1 : resources.Line + 1;
        var places = InOrder(resources.Items) ? resources.Items : [];
        foreach (var entry in missing.AsEnumerable().Reverse())
        {
            lines.Insert(places.FirstOrDefault(item => string.CompareOrdinal(item.Text, entry) > 0)?.Line ?? end, $"{indent}- {entry}{newLine.TrimEnd('\n')}");
        }

        // The insertions may have moved them: found again by their text.
        foreach (var item in dropped)
        {
            lines.RemoveAt(lines.FindIndex(line => line.TrimStart().StartsWith('-') && Normalized(line.Trim().TrimStart('-').Trim().Trim('"', '\'')) == Normalized(item.Text)));
        }

        return string.Join('\n', lines);
    }

    private sealed record Item(string Text, int Line, int Column);

    private sealed record ResourceList(IReadOnlyList<Item> Items, int Line, bool IsFlow);

    // Among entries that stand in order a new one takes its place; else it goes to the end.
    private static bool InOrder(IReadOnlyList<Item> items) =>
        items.Zip(items.Skip(1)).All(pair => string.CompareOrdinal(pair.First.Text, pair.Second.Text) <= 0);

    private static string Normalized(string entry) => entry.StartsWith("./", StringComparison.Ordinal) ? entry[2..] : entry;

    private static ResourceList Resources(string text, KustomizationFile wanted)
    {
        IReadOnlyList<YamlNode> documents;
        try
        {
            documents = YamlReader.Read(text);
        }
        catch (YamlException exception)
        {
            throw new FormatException($"is no YAML, or half-written: line {exception.Start.Line}: {exception.Message}", exception);
        }

        if (documents is not [YamlMap kustomization] || kustomization["kind"] is { Text: not "Kustomization" } || !text.EndsWith('\n'))
        {
            throw new FormatException("is no Kustomization, or half-written; restore it (git checkout) and publish again");
        }

        if (kustomization["namespace"]?.Text is { } other && other != wanted.Namespace)
        {
            throw new FormatException($"sets the namespace '{other}', and '{wanted.Namespace}' is to be published there; change Stack:Cluster:Namespace or the file");
        }

        return Locate(text);
    }

    // A second reading, for the lines at which things stand.
    private static ResourceList Locate(string text)
    {
        var lines = text.Split('\n');
        var parser = new Parser(new StringReader(text));
        parser.Consume<StreamStart>();
        parser.Consume<DocumentStart>();
        parser.Consume<MappingStart>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = parser.Consume<Scalar>();
            if (key.Value != "resources")
            {
                parser.SkipThisAndNestedEvents();
                continue;
            }

            var line = (int)key.Start.Line - 1;
            if (parser.TryConsume<Scalar>(out var scalar))
            {
                return scalar.Value.Length == 0 ? new ResourceList([], line, IsFlow: false) : throw new FormatException($"line {line + 1}: `resources` is no list");
            }

            var sequence = parser.Consume<SequenceStart>();
            var items = new List<Item>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                var item = parser.Consume<Scalar>();
                items.Add(new Item(item.Value, (int)item.Start.Line - 1, Column(lines[item.Start.Line - 1])));
            }

            return new ResourceList(items, line, sequence.Style is SequenceStyle.Flow);
        }

        return new ResourceList([], -1, IsFlow: false);
    }

    private static int Column(string line) => line.Length - line.TrimStart(' ').Length;
}
