using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Yaml;
using OpenCode.AppHost.Stack;
using OpenCode.AppHost.Stack.Cluster;

namespace OpenCode.AppHost.Publishing.Flux.Objects;

/// <summary>Alerts about an app, from the cluster's own metrics and the bridge's.</summary>
internal sealed class PrometheusRuleFile : IAppFile
{
    public string Name => "prometheusrule.yaml";

    public IReadOnlyList<YamlDocument> Render(App app)
    {
        if (!app.Cluster.Monitoring)
        {
            return [];
        }

        return [FluxObject.Custom("monitoring.coreos.com/v1", "PrometheusRule", app.Name, new YamlMap
        {
            ["groups"] = new YamlList
            {
                new YamlMap
                {
                    ["name"] = $"{app.Name}.rules",
                    ["rules"] = new YamlList([.. OfWorkload(app), .. app.Service == OpenCodeStack.Bridge ? OfBridge(app) : []]),
                },
            },
        })];
    }

    private static YamlMap[] OfWorkload(App app)
    {
        var prefix = app.Service == OpenCodeStack.OpenCode ? "OpenCode" : $"OpenCode{char.ToUpperInvariant(app.Service[0])}{app.Service[1..]}";
        var (ready, pods) = app.Workload is WorkloadKind.Statefulset
            ? ($"kube_statefulset_status_replicas_ready{{namespace=\"{app.Namespace}\",statefulset=\"{app.Name}\"}}", "[0-9]+")
            : ($"kube_deployment_status_replicas_available{{namespace=\"{app.Namespace}\",deployment=\"{app.Name}\"}}", "[0-9a-z]+-[0-9a-z]{5}");
        return
        [
            Alert($"{prefix}NotReady", $"{ready} < 1", "10m", "critical", $"{app.Title} has had no ready replica for 10 minutes"),
            Alert(
                $"{prefix}Restarting",
                $"increase(kube_pod_container_status_restarts_total{{namespace=\"{app.Namespace}\",pod=~\"{app.Name}-{pods}\",container=\"app\"}}[1h]) > 2",
                null,
                "warning",
                $"{app.Title} restarted {{{{ $value | humanize }}}} times in the last hour"),
            Alert(
                $"{prefix}VolumeFillingUp",
                $"kubelet_volume_stats_available_bytes{{namespace=\"{app.Namespace}\",persistentvolumeclaim=~\"{app.Name}-({string.Join('|', app.Claims.Select(claim => claim.Id))})\"}}"
                    + " / kubelet_volume_stats_capacity_bytes < 0.10",
                "15m",
                "warning",
                "Less than 10% free on {{ $labels.persistentvolumeclaim }}"),
        ];
    }

    private static YamlMap[] OfBridge(App app)
    {
        var labels = $"namespace=\"{app.Namespace}\",job=\"{app.Name}\"";
        return
        [
            Alert("OpenCodeBridgeAbsent", $"absent(opencode_server_up{{{labels}}})", "10m", "critical", "The bridge tells nothing: no alert reaches anybody"),
            Alert("OpenCodeUnreachable", $"opencode_server_up{{{labels}}} == 0", "5m", "critical", "The bridge has not reached {{ $labels.server }} for 5 minutes"),
            Alert("OpenCodeAlertsUndelivered", $"opencode_outbox_pending{{{labels}}} > 0", "15m", "warning", "Alerts have waited for {{ $labels.channel }} for 15 minutes"),
        ];
    }

    private static YamlMap Alert(string name, string expression, string? duration, string severity, string summary) => new()
    {
        ["alert"] = name,
        ["expr"] = expression,
        ["for"] = duration,
        ["labels"] = new YamlMap { ["severity"] = severity },
        ["annotations"] = new YamlMap { ["summary"] = summary },
    };
}
