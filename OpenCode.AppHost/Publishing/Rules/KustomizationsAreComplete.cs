namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>What Flux needs to apply a folder, and that somebody tells it to: the list of the namespace.</summary>
internal sealed class KustomizationsAreComplete : IRule
{
    private static readonly Field[] s_fields =
        [new("interval", "1h"), new("prune", "true"), new("wait", "false"), new("sourceRef.kind", "GitRepository"), new("sourceRef.namespace", "flux-system")];

    public void Check(RenderedTree tree, Violations broken)
    {
        var files = tree.Files.Select(file => file.Path).ToHashSet();
        var listed = Listed(tree);
        foreach (var item in tree.Objects.Where(item => item is { Kind: "Kustomization", Name.Length: > 0 }))
        {
            foreach (var (path, value) in s_fields.Where(field => item.At($"spec.{field.Path}")?.Text != field.Value))
            {
                broken.Add(item, $"spec.{path}", $"must be {value}");
            }

            if (item.At("spec.path")?.Text is not { } folder || !files.Contains($"{folder.TrimStart('.', '/')}/kustomization.yaml"))
            {
                broken.Add(item, "spec.path", "must be a folder of the tree with a kustomization.yaml");
            }
            else if (item.At("spec.targetNamespace")?.Text != (folder.EndsWith("/shared", StringComparison.Ordinal) ? null : item.Namespace))
            {
                broken.Add(item, "spec.targetNamespace", "must be the namespace of an app, and nothing for objects of other namespaces");
            }

            if (item.At("spec.postBuild.substituteFrom")?.Items.All(source => source["name"]?.Text == "cluster-secrets") is not true)
            {
                broken.Add(item, "spec.postBuild.substituteFrom", "must be cluster-secrets");
            }

            if (!listed.Contains(item.File))
            {
                broken.Add(item, string.Empty, "no kustomization.yaml of the namespace lists it");
            }
        }
    }

    private static HashSet<string> Listed(RenderedTree tree) =>
    [
        .. tree.Objects.Where(item => item.Kind == "Kustomization" && item.Content["namespace"] is not null)
            .SelectMany(item => (item.Content["resources"]?.Items ?? []).Select(entry => $"{item.File[..item.File.LastIndexOf('/')]}/{entry.Text?.TrimStart('.', '/')}")),
    ];

    private sealed record Field(string Path, string Value);
}
