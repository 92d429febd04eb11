using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Flux.Values;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Flux.Objects;

/// <summary>An app as a release of the app-template chart. https://bjw-s-labs.github.io/helm-charts/docs/app-template/</summary>
internal sealed class HelmReleaseFile : IAppFile
{
    public string Name => "helmrelease.yaml";

    public IReadOnlyList<YamlDocument> Render(App app) =>
    [
        new YamlDocument(
            FluxObject.Frame("helm.toolkit.fluxcd.io/v2", "HelmRelease", app.Name, new YamlMap
            {
                ["chartRef"] = new YamlMap { ["kind"] = "OCIRepository", ["name"] = app.Name },
                ["interval"] = "1h",
                ["values"] = ReleaseValues.Of(app),
            }),
            Schemas.AppTemplateRelease),
    ];
}
