using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>A HelmRelease on app-template, with its values taken apart.</summary>
internal sealed class Release(RenderedObject item)
{
    public RenderedObject Object { get; } = item;

    public string Name => Object.Name;

    public YamlNode Values { get; } = item.At("spec.values") ?? new YamlMap();

    public IReadOnlyList<Part> Controllers { get; } = Parts(item.At("spec.values.controllers"), "spec.values.controllers");

    public IReadOnlyList<Part> Containers { get; } =
    [
        .. Parts(item.At("spec.values.controllers"), "spec.values.controllers").SelectMany(controller =>
            Parts(controller.Node["containers"], $"{controller.Path}.containers").Concat(Parts(controller.Node["initContainers"], $"{controller.Path}.initContainers"))),
    ];

    public IReadOnlyList<Part> Persistence { get; } = Parts(item.At("spec.values.persistence"), "spec.values.persistence");

    public IReadOnlyList<Part> Routes { get; } = Parts(item.At("spec.values.route"), "spec.values.route");

    public IReadOnlyList<Part> Services { get; } = Parts(item.At("spec.values.service"), "spec.values.service");

    /// <summary>The release of an OpenCode server, which has traps that others have not.</summary>
    public bool IsServer => Containers.Any(container => container.Node["env"]?["OPENCODE_CONFIG"] is not null);

    /// <summary>Where something is mounted: path, its volume, whether it is a part of it only.</summary>
    public IEnumerable<Mount> Mounts => Persistence.SelectMany(volume =>
        (volume.Node["advancedMounts"]?.Entries ?? []).SelectMany(controller => controller.Value.Entries).SelectMany(container => container.Value.Items)
            .Select(mount => new Mount(mount["path"]?.Text ?? string.Empty, volume, mount["subPath"] is not null)));

    private static List<Part> Parts(YamlNode? map, string path) =>
        [.. (map?.Entries ?? []).Select(entry => new Part(entry.Key, entry.Value, $"{path}.{entry.Key}"))];
}

/// <param name="IsPart">A folder or a file of the volume, not all of it.</param>
internal sealed record Mount(string Path, Part Volume, bool IsPart);

/// <summary>An entry of a map with its place in the object.</summary>
internal sealed record Part(string Id, YamlNode Node, string Path)
{
    public string? Type => Node["type"]?.Text;
}
