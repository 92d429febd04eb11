using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Flux.Objects;

/// <summary>Where the chart of a release comes from. https://fluxcd.io/flux/components/source/ocirepositories/</summary>
internal sealed class OciRepositoryFile : IAppFile
{
    public string Name => "ocirepository.yaml";

    public IReadOnlyList<YamlDocument> Render(App app) =>
    [
        FluxObject.Custom("source.toolkit.fluxcd.io/v1", "OCIRepository", app.Name, new YamlMap
        {
            ["interval"] = "1h",
            ["layerSelector"] = new YamlMap
            {
                ["mediaType"] = "application/vnd.cncf.helm.chart.content.v1.tar+gzip",
                ["operation"] = "copy",
            },
            ["ref"] = new YamlMap { ["tag"] = app.Cluster.ChartVersion },
            ["url"] = "oci://ghcr.io/bjw-s-labs/helm/app-template",
        }),
    ];
}
