using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.Tests.Publishing.Flux;

/// <summary>The pod that app-template makes of a release's values, as far as its own schema looks away: probes, security, mounts.</summary>
internal static class ReleasePod
{
    public static YamlMap Of(YamlNode release)
    {
        var values = release.At("spec.values")!;
        var controller = values["controllers"]!.Entries.Single().Value;
        var container = controller["containers"]!.Entries.Single().Value;
        var spec = new YamlMap { ["containers"] = new YamlList { Container(container, values["persistence"]!) } };
        foreach (var (key, value) in values["defaultPodOptions"]!.Entries)
        {
            spec[key] = value;
        }

        spec["volumes"] = new YamlList(values["persistence"]!.Entries.Select(entry => new YamlMap { ["name"] = entry.Key, ["emptyDir"] = new YamlMap() }));
        return new YamlMap
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new YamlMap { ["name"] = release.At("metadata.name") },
            ["spec"] = spec,
        };
    }

    private static YamlMap Container(YamlNode container, YamlNode persistence) => new()
    {
        ["name"] = "app",
        ["image"] = $"{container.At("image.repository")}:{container.At("image.tag")}",
        ["args"] = container["args"],
        ["workingDir"] = container["workingDir"],
        ["env"] = new YamlList(container["env"]!.Entries.Select(entry => new YamlMap { ["name"] = entry.Key, ["value"] = entry.Value })),
        ["envFrom"] = container["envFrom"],
        ["startupProbe"] = container.At("probes.startup.spec"),
        ["readinessProbe"] = container.At("probes.readiness.spec"),
        ["livenessProbe"] = container.At("probes.liveness.spec"),
        ["resources"] = container["resources"],
        ["securityContext"] = container["securityContext"],
        ["volumeMounts"] = new YamlList(persistence.Entries.SelectMany(volume =>
            volume.Value["advancedMounts"]!.Entries.Single().Value.Entries.Single().Value.Items.Select(mount => Mount(volume.Key, mount)))),
    };

    private static YamlMap Mount(string volume, YamlNode mount) => new()
    {
        ["name"] = volume,
        ["mountPath"] = mount["path"],
        ["subPath"] = mount["subPath"],
        ["readOnly"] = mount["readOnly"],
    };
}
