using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>A pod as the rules see it, whether a chart makes it of its values or the tree holds the workload itself.</summary>
/// <param name="Object">What it stands in.</param>
/// <param name="Controller">The workload: its node and place.</param>
/// <param name="Settings">What holds for all of its containers: node and place.</param>
/// <param name="MountsPath">Where its volumes stand.</param>
internal sealed record RenderedPod(RenderedObject Object, Part Controller, Part Settings, string MountsPath, IReadOnlyList<RenderedContainer> Containers, IReadOnlyList<Mount> Mounts)
{
    public bool IsStateful => (Controller.Type ?? Object.Kind).Equals("statefulset", StringComparison.OrdinalIgnoreCase);

    /// <summary>An OpenCode server, which has traps that others have not.</summary>
    public bool IsServer => Containers.Any(container => container.Text("OPENCODE_CONFIG") is not null);

    /// <summary>Of a StatefulSet or Deployment.</summary>
    public static RenderedPod Of(RenderedObject item)
    {
        const string Place = "spec.template.spec";
        var spec = item.At(Place) ?? new YamlMap();
        var containers = new List<RenderedContainer>();
        var mounts = new List<Mount>();
        foreach (var list in (string[])["containers", "initContainers"])
        {
            foreach (var container in spec[list]?.Items ?? [])
            {
                containers.Add(RenderedContainer.Of(container, $"{Place}.{list}.{container["name"]?.Text}"));
                mounts.AddRange((container["volumeMounts"]?.Items ?? []).Select(mount => MountOf(spec, mount)));
            }
        }

        return new RenderedPod(item, new Part(item.Name, item.Content, "spec"), new Part(string.Empty, spec, Place), $"{Place}.volumes", containers, mounts);
    }

    private static Mount MountOf(YamlNode spec, YamlNode mount)
    {
        var volume = (spec["volumes"]?.Items ?? []).FirstOrDefault(volume => volume["name"]?.Text == mount["name"]?.Text);
        var type = volume?.Entries.FirstOrDefault(entry => entry.Key != "name")?.Key;
        return new Mount(mount["mountPath"]?.Text ?? string.Empty, type, $"spec.template.spec.volumes.{mount["name"]?.Text}", mount["subPath"] is not null);
    }
}

/// <param name="Type">Kind of the volume, such as <c>emptyDir</c>; null where there is no such volume.</param>
/// <param name="VolumePath">Place of the volume.</param>
/// <param name="IsPart">A folder or a file of the volume, not all of it.</param>
internal sealed record Mount(string Path, string? Type, string VolumePath, bool IsPart);

/// <param name="Image"><c>registry/name:version@digest</c>.</param>
/// <param name="Variables">Those with a value of their own.</param>
/// <param name="Secrets">Names of the Secrets whose keys are variables too.</param>
internal sealed record RenderedContainer(string Path, YamlNode Node, string Image, IReadOnlyList<YamlEntry> Variables, IReadOnlyList<string> Secrets)
{
    /// <summary>The text of a variable; null where it has none.</summary>
    public string? Text(string variable) => Variables.FirstOrDefault(entry => entry.Key == variable)?.Value.Text;

    /// <summary>A readiness, liveness or startup probe as Kubernetes reads it; null where it is not switched on.</summary>
    public YamlNode? Probe(string kind)
    {
        var probe = Node["probes"]?[kind];
        return probe is null ? Node[$"{kind}Probe"] : probe["enabled"]?.Text == "true" && probe["custom"]?.Text == "true" ? probe["spec"] : null;
    }

    public string ProbePath(string kind) => Node["probes"] is null ? $"{Path}.{kind}Probe" : $"{Path}.probes.{kind}.spec";

    /// <summary>Of a pod's own list.</summary>
    public static RenderedContainer Of(YamlNode node, string path) => new(
        path,
        node,
        node["image"]?.Text ?? string.Empty,
        [.. (node["env"]?.Items ?? []).Select(variable => new YamlEntry(variable["name"]?.Text ?? string.Empty, variable["value"] ?? variable["valueFrom"] ?? new YamlMap()))],
        SecretsOf(node));

    /// <summary>Of a chart's values, where lists are maps and an image stands in parts.</summary>
    public static RenderedContainer OfValues(Part part) => new(
        part.Path,
        part.Node,
        $"{part.Node.At("image.repository")?.Text}:{part.Node.At("image.tag")?.Text}",
        [.. part.Node["env"]?.Entries ?? []],
        SecretsOf(part.Node));

    private static List<string> SecretsOf(YamlNode node) => [.. (node["envFrom"]?.Items ?? []).Select(source => source.At("secretRef.name")?.Text ?? string.Empty)];
}
