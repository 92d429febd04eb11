using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Flux.Objects;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Kustomize;

/// <summary>The <c>kustomization.yaml</c> of an app.</summary>
internal static class AppList
{
    public const string Resources = "resources";

    public static YamlDocument Create(IEnumerable<string> files, App app) => new(
        new YamlMap
        {
            ["apiVersion"] = "kustomize.config.k8s.io/v1beta1",
            ["kind"] = "Kustomization",
            ["resources"] = YamlList.Of(files.Select(file => $"./{file}")),

            // Its name ends in a hash of its content: a changed configuration is a changed pod, without Reloader.
            ["configMapGenerator"] = app.ConfigFiles.Count == 0 ? null : new YamlList
            {
                new YamlMap
                {
                    ["name"] = app.ConfigMapName,
                    ["files"] = YamlList.Of(app.ConfigFiles.Select(file => $"{file.Name}=./{Resources}/{file.Name}")),
                },
            },
        },
        Schemas.Kustomization)
    {
        Comments = SecretCommands.Comments(app),
    };
}
