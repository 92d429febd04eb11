using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Yaml;
using OpenCode.AppHost.Stack.Cluster;

namespace OpenCode.AppHost.Publishing.Kustomize;

/// <summary>An app's pod with its one container.</summary>
internal static class PodSpec
{
    public static YamlMap Of(App app) => new()
    {
        ["affinity"] = app.Cluster.Affinity.Count == 0 ? null : YamlJson.From(app.Cluster.Affinity),
        ["automountServiceAccountToken"] = false,
        ["enableServiceLinks"] = false,
        ["nodeSelector"] = app.Cluster.NodeSelector.Count == 0 ? null : Map(app.Cluster.NodeSelector),
        ["securityContext"] = PodSecurity.OfPod(app.UserId),
        ["shareProcessNamespace"] = app.SharesProcesses ? true : null,
        ["terminationGracePeriodSeconds"] = app.SharesProcesses ? 60 : null,
        ["containers"] = new YamlList { Container(app) },
        ["volumes"] = new YamlList(app.Volumes.Select(volume => Volume(app, volume))),
    };

    private static YamlMap Container(App app) => new()
    {
        ["name"] = "app",
        ["image"] = $"{app.Image.Repository}:{app.Image.Tag}@{app.Image.Digest}",
        ["args"] = app.Arguments.Count == 0 ? null : YamlList.Of(app.Arguments),
        ["workingDir"] = app.WorkingDirectory,
        ["env"] = new YamlList(app.Environment.Select(variable => new YamlMap { ["name"] = variable.Name, ["value"] = variable.Value })),
        ["envFrom"] = new YamlList { new YamlMap { ["secretRef"] = new YamlMap { ["name"] = app.Secret.Name } } },
        ["ports"] = Ports(app),
        ["startupProbe"] = app.Probes.Startup,
        ["readinessProbe"] = app.Probes.Readiness,
        ["livenessProbe"] = app.Probes.Liveness,
        ["resources"] = new YamlMap { ["requests"] = Amounts(app.Resources.Requests), ["limits"] = Amounts(app.Resources.Limits) },
        ["securityContext"] = PodSecurity.OfContainer(),
        ["volumeMounts"] = new YamlList(app.Volumes.SelectMany(volume => volume.Mounts.Select(mount => new YamlMap
        {
            ["name"] = volume.Id,
            ["mountPath"] = mount.Path,
            ["subPath"] = mount.SubPath,
            ["readOnly"] = volume is AppVolume.Config ? true : null,
        }))),
    };

    private static YamlList Ports(App app)
    {
        var ports = new YamlList { new YamlMap { ["name"] = "http", ["containerPort"] = app.Port } };
        if (app.MetricsPort is { } metrics)
        {
            ports.Add(new YamlMap { ["name"] = "metrics", ["containerPort"] = metrics });
        }

        return ports;
    }

    private static YamlMap Volume(App app, AppVolume volume)
    {
        var source = new YamlMap { ["name"] = volume.Id };
        switch (volume)
        {
            case AppVolume.Claim claim:
                source["persistentVolumeClaim"] = new YamlMap { ["claimName"] = app.ClaimName(claim) };
                break;
            case AppVolume.Nfs nfs:
                source["nfs"] = new YamlMap { ["server"] = nfs.Share.Server, ["path"] = nfs.Share.Path };
                break;
            case AppVolume.Scratch scratch:
                source["emptyDir"] = new YamlMap { ["sizeLimit"] = scratch.SizeLimit };
                break;
            case AppVolume.Config:
                source["configMap"] = new YamlMap { ["name"] = app.ConfigMapName };
                break;
            default:
                throw new InvalidOperationException($"{app.Name}: no volume for a {volume.GetType().Name}");
        }

        return source;
    }

    private static YamlMap Amounts(IReadOnlyDictionary<string, Quantity> amounts) =>
        Map(amounts.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Text)));

    private static YamlMap Map(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var map = new YamlMap();
        foreach (var (key, value) in pairs)
        {
            map[key] = value;
        }

        return map;
    }
}
