using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Flux.Objects;

/// <summary>What tells Flux to apply a folder. https://fluxcd.io/flux/components/kustomize/kustomizations/</summary>
internal static class FluxKustomization
{
    public const string ApiVersion = "kustomize.toolkit.fluxcd.io/v1";
    public const string Kind = "Kustomization";

    /// <summary>Holds <c>${SECRET_DOMAIN}</c> and whatever else a repository fills in.</summary>
    public const string Variables = "cluster-secrets";

    public const string Source = "flux-system";

    public static YamlDocument OfApp(App app, string path) => Create(app.Name, path, app.Namespace, app.DependsOn);

    /// <summary>Without a target namespace, which would move every object into it.</summary>
    public static YamlDocument OfOtherNamespaces(string name, string path) => Create(name, path, null, []);

    private static YamlDocument Create(string name, string path, string? targetNamespace, IReadOnlyList<string> dependsOn) =>
        FluxObject.Custom(ApiVersion, Kind, name, new YamlMap
        {
            ["dependsOn"] = dependsOn.Count == 0 ? null : new YamlList(dependsOn.Select(other => new YamlMap { ["name"] = other })),
            ["interval"] = "1h",
            ["path"] = path,
            ["postBuild"] = new YamlMap
            {
                ["substituteFrom"] = new YamlList { new YamlMap { ["kind"] = "Secret", ["name"] = Variables } },
            },
            ["prune"] = true,
            ["sourceRef"] = new YamlMap { ["kind"] = "GitRepository", ["name"] = Source, ["namespace"] = Source },
            ["targetNamespace"] = targetNamespace,
            ["wait"] = false,
        });
}
