using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Flux.Objects;

/// <summary>A namespace that the repository does not have yet.</summary>
internal static class NamespaceObject
{
    public const string FileName = "namespace.yaml";

    public static YamlDocument Create(string name) => new(
        new YamlMap
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Namespace",
            ["metadata"] = new YamlMap
            {
                ["name"] = name,
                ["annotations"] = new YamlMap { ["kustomize.toolkit.fluxcd.io/prune"] = "disabled" },

                // "default" is everybody's: what else runs there may need more than the stack does.
                ["labels"] = name == "default" ? null : new YamlMap { ["pod-security.kubernetes.io/enforce"] = "restricted" },
            },
        },
        Schemas.Core("namespace-v1"));
}
