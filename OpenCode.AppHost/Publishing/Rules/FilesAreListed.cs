namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>Every file of a folder that is applied stands in its kustomization, and nothing stands there that is no file.</summary>
internal sealed class FilesAreListed : IRule
{
    private const string Kustomization = "/kustomization.yaml";

    public void Check(RenderedTree tree, Violations broken)
    {
        var files = tree.Files.Select(file => file.Path).ToHashSet();
        var lists = tree.Objects.Where(item => item.File.EndsWith(Kustomization, StringComparison.Ordinal)).ToDictionary(item => Folder(item.File), Entries);
        foreach (var (folder, entries) in lists)
        {
            foreach (var missing in entries.Where(entry => !files.Contains($"{folder}/{entry}")))
            {
                broken.Add(folder + Kustomization, "resources", $"./{missing} is no file");
            }
        }

        foreach (var file in tree.Files.Where(file => file.Documents.Count > 0 && !file.Path.EndsWith(Kustomization, StringComparison.Ordinal)))
        {
            if (!IsListed(file.Path, lists))
            {
                broken.Add(file.Path, string.Empty, "no kustomization.yaml above lists it");
            }
        }
    }

    private static HashSet<string> Entries(RenderedObject kustomization) =>
    [
        .. (kustomization.Content["resources"]?.Items ?? []).Select(entry => Local(entry.Text)),
        .. (kustomization.Content["configMapGenerator"]?.Items ?? []).SelectMany(generator => generator["files"]?.Items ?? [])
            .Select(entry => Local(entry.Text?[(entry.Text.IndexOf('=', StringComparison.Ordinal) + 1)..])),
    ];

    private static string Local(string? entry) => entry is null ? string.Empty : entry.StartsWith("./", StringComparison.Ordinal) ? entry[2..] : entry;

    private static string Folder(string path) => path[..path.LastIndexOf('/')];

    private static bool IsListed(string path, Dictionary<string, HashSet<string>> lists)
    {
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            if (lists.TryGetValue(path[..slash], out var entries) && entries.Contains(path[(slash + 1)..]))
            {
                return true;
            }
        }

        return false;
    }
}
