using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing;

/// <summary>
/// The <c>kustomization.yaml</c> of a namespace, which lists the apps of that namespace: the person's file. Where there
/// is none it is written as it stands here; where there is one, entries are added and nothing else is touched.
/// </summary>
/// <param name="Namespace">What it sets as the namespace of its resources.</param>
/// <param name="Companions">Entries of a new file only.</param>
/// <param name="Entries">Entries that must be there.</param>
/// <param name="Obsolete">Entries of ours that must not be there.</param>
internal sealed record KustomizationFile(
    string Path, string Namespace, IReadOnlyList<string> Companions, IReadOnlyList<string> Entries, IReadOnlyList<string> Obsolete)
    : OutputFile(Path)
{
    public override string Text => Document.Text;

    public override IReadOnlyList<YamlDocument> Documents => [Document];

    private YamlDocument Document => new(
        new YamlMap
        {
            ["apiVersion"] = "kustomize.config.k8s.io/v1beta1",
            ["kind"] = "Kustomization",
            ["namespace"] = Namespace,
            ["resources"] = YamlList.Of([.. Companions, .. Entries]),
        },
        Schemas.Kustomization);
}
