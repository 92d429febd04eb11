using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Flux.Objects;

/// <summary>The <c>kustomization.yaml</c> of a folder that Flux applies.</summary>
internal static class AppKustomization
{
    public const string FileName = "kustomization.yaml";

    /// <param name="app">The app whose configuration files become a ConfigMap, and whose Secrets somebody makes; null: none.</param>
    public static YamlDocument Create(IEnumerable<string> files, App? app = null)
    {
        var kustomization = new YamlMap
        {
            ["apiVersion"] = "kustomize.config.k8s.io/v1beta1",
            ["kind"] = "Kustomization",
            ["resources"] = YamlList.Of(files.Select(file => $"./{file}")),
        };
        if (app is { ConfigFiles.Count: > 0 })
        {
            kustomization["configMapGenerator"] = new YamlList
            {
                new YamlMap
                {
                    ["name"] = app.ConfigMapName,
                    ["files"] = YamlList.Of(app.ConfigFiles.Select(file => $"{file.Name}=./resources/{file.Name}")),
                },
            };
            kustomization["generatorOptions"] = new YamlMap
            {
                // The release refers to it by name; Reloader restarts the pod when it changes.
                ["disableNameSuffixHash"] = true,

                // OpenCode has a ${…} of its own.
                ["annotations"] = new YamlMap { ["kustomize.toolkit.fluxcd.io/substitute"] = "disabled" },
            };
        }

        return new YamlDocument(kustomization, Schemas.Kustomization) { Comments = app is null ? [] : SecretCommands.Comments(app) };
    }
}
