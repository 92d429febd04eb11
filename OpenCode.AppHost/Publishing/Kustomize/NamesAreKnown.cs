using System.Globalization;
using OpenCode.AppHost.Publishing.Rules;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Kustomize;

/// <summary>Every name that an object mentions is one of the tree, or of what the cluster has: files, claims, Secrets, Services, routes, gateways.</summary>
internal sealed class NamesAreKnown : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        var files = tree.Files.Select(file => file.Path).ToHashSet();
        var known = tree.Objects.Select(item => (SpaceOf(item.File), item.Kind, item.Name))
            .Concat(tree.OfKind("ExternalSecret").Select(item => (SpaceOf(item.File), "Secret", item.Content.At("spec.target.name")?.Text ?? item.Name)))
            .Concat(tree.OfKind("Kustomization").SelectMany(item => (item.Content["configMapGenerator"]?.Items ?? []).Select(map => (SpaceOf(item.File), "ConfigMap", map["name"]!.Text!))))
            .Concat(tree.Given.Select(given => (given.Namespace, given.Kind, given.Name)))
            .ToHashSet();
        foreach (var item in tree.Objects)
        {
            foreach (var (path, kind, space, name) in Mentions(item, SpaceOf(item.File)).Where(mention => !known.Contains((mention.Space, mention.Kind, mention.Name))))
            {
                broken.Add(item.File, path, $"{kind} {space}/{name} is not in the tree");
            }

            foreach (var entry in Entries(item).Where(entry => !files.Contains(entry) && !files.Contains($"{entry}/kustomization.yaml")))
            {
                broken.Add(item.File, "resources", $"{entry} is no file");
            }

            Backends(tree, item, broken);
        }
    }

    private static IEnumerable<(string Path, string Kind, string Space, string Name)> Mentions(RenderedObject item, string space)
    {
        var pod = item.Content.At("spec.template.spec");
        foreach (var volume in pod?["volumes"]?.Items ?? [])
        {
            if (volume.At("persistentVolumeClaim.claimName")?.Text is { } claim)
            {
                yield return ($"volumes.{volume["name"]}", "PersistentVolumeClaim", space, claim);
            }

            if (volume.At("configMap.name")?.Text is { } map)
            {
                yield return ($"volumes.{volume["name"]}", "ConfigMap", space, map);
            }
        }

        foreach (var secret in (pod?["containers"]?.Items ?? []).SelectMany(container => container["envFrom"]?.Items ?? []).Select(source => source.At("secretRef.name")?.Text).OfType<string>())
        {
            yield return ("envFrom", "Secret", space, secret);
        }

        foreach (var gateway in item.Content.At("spec.parentRefs")?.Items ?? [])
        {
            yield return ("spec.parentRefs", "Gateway", gateway["namespace"]?.Text ?? space, gateway["name"]!.Text!);
        }

        foreach (var target in item.Content.At("spec.targetRefs")?.Items ?? [])
        {
            yield return ("spec.targetRefs", target["kind"]!.Text!, space, target["name"]!.Text!);
        }

        if (item.Content.At("spec.sourcePVC")?.Text is { } source)
        {
            yield return ("spec.sourcePVC", "PersistentVolumeClaim", space, source);
        }
    }

    private static IEnumerable<string> Entries(RenderedObject item)
    {
        if (item.Kind is not "Kustomization")
        {
            return [];
        }

        var folder = item.File.Contains('/', StringComparison.Ordinal) ? item.File[..(item.File.LastIndexOf('/') + 1)] : string.Empty;
        var generated = (item.Content["configMapGenerator"]?.Items ?? []).SelectMany(map => map["files"]?.Items ?? []).Select(file => file.Text!.Split('=')[1]);
        return (item.Content["resources"]?.Items ?? []).Select(entry => entry.Text!).Concat(generated).Select(entry => folder + entry["./".Length..]);
    }

    // A Service that selects no pod, and a route to a port that its Service lacks, are names of another kind.
    private static void Backends(RenderedTree tree, RenderedObject item, Violations broken)
    {
        if (item.Kind is "Service" && !tree.Objects.Any(other => SpaceOf(other.File) == SpaceOf(item.File) && IsSelected(other, item.Content.At("spec.selector"))))
        {
            broken.Add(item.File, "spec.selector", "selects no pod of the tree");
        }

        foreach (var backend in item.Kind is not "HTTPRoute" ? [] : item.Content.At("spec.rules")!.Items.SelectMany(rule => rule["backendRefs"]!.Items))
        {
            var service = tree.OfKind("Service").FirstOrDefault(service => service.Name == backend["name"]?.Text && SpaceOf(service.File) == SpaceOf(item.File));
            if (service?.Content.At("spec.ports")!.Items.Any(port => port["port"]?.Text == backend["port"]?.Text) is not true)
            {
                broken.Add(item.File, "spec.rules.backendRefs", string.Create(CultureInfo.InvariantCulture, $"Service {backend["name"]} has no port {backend["port"]}"));
            }
        }
    }

    private static bool IsSelected(RenderedObject workload, YamlNode? selector) =>
        workload.Content.At("spec.template.metadata.labels") is { } labels
        && selector?.Entries.All(label => labels[label.Key]?.Text == label.Value.Text) is true;

    // The first folder is the namespace.
    private static string SpaceOf(string file) => file.Split('/')[0];
}
