using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>A HelmRelease on app-template, with its values taken apart.</summary>
internal sealed class Release
{
    public Release(RenderedObject item)
    {
        Object = item;
        Controllers = Parts("controllers");
        Persistence = Parts("persistence");
        Routes = Parts("route");
        Services = Parts("service");
        Pods = [.. Controllers.Select(Pod)];
    }

    public RenderedObject Object { get; }

    public string Name => Object.Name;

    public YamlNode Values => Object.At("spec.values") ?? new YamlMap();

    public IReadOnlyList<Part> Controllers { get; }

    public IReadOnlyList<Part> Persistence { get; }

    public IReadOnlyList<Part> Routes { get; }

    public IReadOnlyList<Part> Services { get; }

    public IReadOnlyList<RenderedPod> Pods { get; }

    /// <summary>The chart's name for the object of a part.</summary>
    public string NameOf(string id) => id == Name ? Name : $"{Name}-{id}";

    private RenderedPod Pod(Part controller)
    {
        var containers = Parts(controller.Node["containers"], $"{controller.Path}.containers").Concat(Parts(controller.Node["initContainers"], $"{controller.Path}.initContainers"));
        var mounts = new List<Mount>();
        foreach (var volume in Persistence)
        {
            foreach (var (_, list) in volume.Node["advancedMounts"]?[controller.Id]?.Entries ?? [])
            {
                mounts.AddRange(list.Items.Select(mount => new Mount(mount["path"]?.Text ?? string.Empty, volume.Type, volume.Path, mount["subPath"] is not null)));
            }
        }

        return new RenderedPod(
            Object,
            controller,
            new Part(string.Empty, Values["defaultPodOptions"] ?? new YamlMap(), "spec.values.defaultPodOptions"),
            "spec.values.persistence",
            [.. containers.Select(RenderedContainer.OfValues)],
            mounts);
    }

    private List<Part> Parts(string key) => Parts(Values[key], $"spec.values.{key}");

    private static List<Part> Parts(YamlNode? map, string path) =>
        [.. (map?.Entries ?? []).Select(entry => new Part(entry.Key, entry.Value, $"{path}.{entry.Key}"))];
}

/// <summary>An entry of a map with its place in the object.</summary>
internal sealed record Part(string Id, YamlNode Node, string Path)
{
    public string? Type => Node["type"]?.Text;
}
