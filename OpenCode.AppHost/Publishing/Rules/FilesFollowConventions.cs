namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>Home-ops conventions: <c>---</c>, the schema's line, apiVersion, kind, metadata, spec; a file is named after what it holds.</summary>
internal sealed class FilesFollowConventions : IRule
{
    private static readonly string[] s_order = ["apiVersion", "kind", "metadata", "spec"];

    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var file in tree.Files.Where(file => file.Documents.Count > 0))
        {
            if (!file.Text.StartsWith("---\n# yaml-language-server: $schema=https://", StringComparison.Ordinal) || !file.Text.EndsWith('\n') || file.Text.Contains('\r', StringComparison.Ordinal))
            {
                broken.Add(file.Path, string.Empty, "must begin with --- and the line of its schema, and end with a line feed");
            }

            var heads = file.Documents.Select(document => document.Content.Select(entry => entry.Key).Where(s_order.Contains)).ToList();
            if (heads.Exists(head => !head.SequenceEqual(s_order.Where(head.Contains)) || !head.Take(2).SequenceEqual(s_order.Take(2))))
            {
                broken.Add(file.Path, string.Empty, $"fields must come in the order {string.Join(", ", s_order)}");
            }

            var kind = file.Documents[0].Content["kind"]?.Text ?? string.Empty;
            var name = Path.GetFileNameWithoutExtension(file.Path);
            if (name is not "ks" && !name.Equals(kind, StringComparison.OrdinalIgnoreCase) && !file.Documents.Any(document => name.Equals(document.Content["kind"]?.Text, StringComparison.OrdinalIgnoreCase)))
            {
                broken.Add(file.Path, "kind", $"a file with a {kind} is not called {name}");
            }
        }
    }
}
