using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Flux.Objects;

/// <summary>Tells Prometheus where an app's metrics are. https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMonitor</summary>
internal sealed class PodMonitorFile : IAppFile
{
    public string Name => "podmonitor.yaml";

    public IReadOnlyList<YamlDocument> Render(App app)
    {
        if (app is not { MetricsPort: { } port, Cluster.Monitoring: true })
        {
            return [];
        }

        return [FluxObject.Custom("monitoring.coreos.com/v1", "PodMonitor", app.Name, new YamlMap
        {
            ["jobLabel"] = "app.kubernetes.io/name",
            ["selector"] = new YamlMap { ["matchLabels"] = new YamlMap { ["app.kubernetes.io/name"] = app.Name } },
            ["podMetricsEndpoints"] = new YamlList { new YamlMap { ["portNumber"] = port, ["path"] = "/metrics", ["interval"] = "1m" } },
        })];
    }
}
