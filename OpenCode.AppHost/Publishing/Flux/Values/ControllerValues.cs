using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Yaml;
using OpenCode.AppHost.Stack;
using OpenCode.AppHost.Stack.Cluster;

namespace OpenCode.AppHost.Publishing.Flux.Values;

/// <summary>The workload of an app with its one container.</summary>
internal static class ControllerValues
{
    public const string Container = "app";

    public static YamlMap Of(App app)
    {
        var controller = new YamlMap
        {
            ["type"] = app.Workload is WorkloadKind.Statefulset ? "statefulset" : "deployment",
            ["annotations"] = new YamlMap { ["reloader.stakater.com/auto"] = "true" },
            ["replicas"] = 1,
        };

        // Never two pods on one volume, and no rollout that waits for a broken revision to become ready.
        if (app.Workload is WorkloadKind.Statefulset)
        {
            controller["statefulset"] = new YamlMap { ["podManagementPolicy"] = "Parallel" };
        }
        else
        {
            controller["strategy"] = "Recreate";
        }

        controller["containers"] = new YamlMap { [Container] = ContainerValues(app) };
        return controller;
    }

    private static YamlMap ContainerValues(App app)
    {
        var environment = new YamlMap();
        foreach (var (name, value) in app.Environment)
        {
            environment[name] = value;
        }

        return new YamlMap
        {
            ["image"] = Image(app.Image),
            ["args"] = app.Arguments.Count == 0 ? null : YamlList.Of(app.Arguments),
            ["workingDir"] = app.WorkingDirectory,
            ["env"] = environment,
            ["envFrom"] = new YamlList { new YamlMap { ["secretRef"] = new YamlMap { ["name"] = app.Secret.Name } } },
            ["probes"] = new YamlMap
            {
                ["startup"] = app.Probes.Startup is { } startup ? Probe(startup) : null,
                ["readiness"] = Probe(app.Probes.Readiness),
                ["liveness"] = Probe(app.Probes.Liveness),
            },
            ["resources"] = new YamlMap { ["requests"] = Amounts(app.Resources.Requests), ["limits"] = Amounts(app.Resources.Limits) },
            ["securityContext"] = PodSecurity.OfContainer(),
        };
    }

    private static YamlMap Image(ImageReference image) => new() { ["repository"] = image.Repository, ["tag"] = $"{image.Tag}@{image.Digest}" };

    private static YamlMap Probe(YamlMap spec) => new() { ["enabled"] = true, ["custom"] = true, ["spec"] = spec };

    private static YamlMap Amounts(IReadOnlyDictionary<string, Quantity> amounts)
    {
        var map = new YamlMap();
        foreach (var (name, amount) in amounts)
        {
            map[name] = amount.Text;
        }

        return map;
    }
}
