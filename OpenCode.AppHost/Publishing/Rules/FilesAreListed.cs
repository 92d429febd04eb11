namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>Every file of a folder that is applied stands in its kustomization, and nothing stands there that is no file.</summary>
internal sealed class FilesAreListed : IRule
{
    private const string Kustomization = "kustomization.yaml";

    public void Check(RenderedTree tree, Violations broken)
    {
        var files = tree.Files.Select(file => file.Path).ToHashSet();
        var listed = new HashSet<string>();
        foreach (var list in tree.OfKind("Kustomization"))
        {
            if (!IsList(list.File))
            {
                continue; // one of Flux's
            }

            foreach (var entry in Entries(list))
            {
                var path = list.File[..^Kustomization.Length] + entry;
                listed.Add(path);
                if (!files.Contains(path) && !files.Contains($"{path}/{Kustomization}"))
                {
                    broken.Add(list, "resources", $"./{entry} is no file");
                }
            }
        }

        foreach (var file in tree.Files)
        {
            if (file.Documents.Count > 0 && !IsList(file.Path) && !listed.Contains(file.Path))
            {
                broken.Add(file.Path, string.Empty, "no kustomization.yaml above lists it");
            }
        }
    }

    private static bool IsList(string path) => path == Kustomization || path.EndsWith("/" + Kustomization, StringComparison.Ordinal);

    private static IEnumerable<string> Entries(RenderedObject kustomization) =>
    [
        .. (kustomization.Content["resources"]?.Items ?? []).Select(entry => Local(entry.Text)),
        .. (kustomization.Content["configMapGenerator"]?.Items ?? []).SelectMany(generator => generator["files"]?.Items ?? [])
            .Select(entry => Local(entry.Text?[(entry.Text.IndexOf('=', StringComparison.Ordinal) + 1)..])),
    ];

    private static string Local(string? entry) => entry is null ? string.Empty : entry.StartsWith("./", StringComparison.Ordinal) ? entry[2..] : entry;
}
