using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Flux;
using OpenCode.AppHost.Publishing.Yaml;
using OpenCode.AppHost.Stack.Cluster;

namespace OpenCode.AppHost.Publishing.Kustomize;

/// <summary>The StatefulSet or Deployment of an app: one pod, never two on one volume.</summary>
internal sealed class WorkloadFile : IAppFile
{
    public string Name => "workload.yaml";

    public static IReadOnlyList<string> Names { get; } = ["statefulset.yaml", "deployment.yaml"];

    public static string NameFor(App app) => Names[app.Workload is WorkloadKind.Statefulset ? 0 : 1];

    public IReadOnlyList<YamlDocument> Render(App app)
    {
        var isStateful = app.Workload is WorkloadKind.Statefulset;
        var spec = new YamlMap
        {
            ["replicas"] = 1,
            ["selector"] = new YamlMap { ["matchLabels"] = Labels(app) },
        };
        if (isStateful)
        {
            spec["serviceName"] = app.Name;
            spec["podManagementPolicy"] = "Parallel"; // the default leaves a broken revision stuck
        }
        else
        {
            spec["strategy"] = new YamlMap { ["type"] = "Recreate" };
        }

        spec["template"] = new YamlMap { ["metadata"] = new YamlMap { ["labels"] = Labels(app) }, ["spec"] = PodSpec.Of(app) };
        return [new YamlDocument(
            FluxObject.Frame("apps/v1", isStateful ? "StatefulSet" : "Deployment", app.Name, spec),
            Schemas.Core(isStateful ? "statefulset-apps-v1" : "deployment-apps-v1"))];
    }

    /// <summary>Those that the network policies select, as the chart sets them.</summary>
    public static YamlMap Labels(App app) => new() { ["app.kubernetes.io/name"] = app.Name, ["app.kubernetes.io/controller"] = app.Name };
}
