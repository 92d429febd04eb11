using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Rules;

/// <param name="Path">Where the source names its target.</param>
internal sealed record ObjectReference(RenderedObject Source, string Path, ObjectName Target);

/// <summary>Every place at which one object names another.</summary>
internal static class ObjectReferences
{
    private const string Kind = "kind";
    private const string Name = "name";

    public static IEnumerable<ObjectReference> All(RenderedTree tree) =>
        tree.Objects.SelectMany(Of)
            .Concat(tree.Releases.SelectMany(Of));

    private static IEnumerable<ObjectReference> Of(RenderedObject item) => item.Kind switch
    {
        "Kustomization" when item.Name.Length > 0 => Flux(item),
        "HelmRelease" => [new ObjectReference(item, "spec.chartRef", Local(item, item.At("spec.chartRef.kind"), item.At("spec.chartRef.name")))],
        "ExternalSecret" => [new ObjectReference(item, "spec.secretStoreRef", new ObjectName(Text(item.At("spec.secretStoreRef.kind")), string.Empty, Text(item.At("spec.secretStoreRef.name"))))],
        "SecurityPolicy" or "BackendTrafficPolicy" => Policy(item),
        "HTTPRouteFilter" => [new ObjectReference(item, "spec.credentialInjection.credential.valueRef", Local(item, "Secret", item.At("spec.credentialInjection.credential.valueRef.name")))],
        "ReplicationSource" =>
        [
            new ObjectReference(item, "spec.sourcePVC", Local(item, "PersistentVolumeClaim", item.At("spec.sourcePVC"))),
            new ObjectReference(item, "spec.restic.repository", Local(item, "Secret", item.At("spec.restic.repository"))),
        ],
        "ReferenceGrant" => Items(item, "spec.to").Select(to => new ObjectReference(item, "spec.to", Local(item, to[Kind], to[Name]))),
        "PodMonitor" => [new ObjectReference(item, "spec.selector", Workload(item, item.At("spec.selector")))],
        "NetworkPolicy" => Pods(item).Select(selector => new ObjectReference(item, "spec", Workload(item, selector))),
        _ => [],
    };

    private static IEnumerable<ObjectReference> Flux(RenderedObject item) =>
    [
        new ObjectReference(item, "spec.sourceRef", new ObjectName(Text(item.At("spec.sourceRef.kind")), Text(item.At("spec.sourceRef.namespace")), Text(item.At("spec.sourceRef.name")))),
        .. Items(item, "spec.dependsOn").Select(other => new ObjectReference(item, "spec.dependsOn", Local(item, "Kustomization", other[Name]))),
        .. Items(item, "spec.postBuild.substituteFrom").Select(source => new ObjectReference(item, "spec.postBuild.substituteFrom", Local(item, source[Kind], source[Name]))),
    ];

    // A policy that reaches into another namespace also needs that namespace's permission.
    private static IEnumerable<ObjectReference> Policy(RenderedObject item) =>
    [
        .. Items(item, "spec.targetRefs").Select(target => new ObjectReference(item, "spec.targetRefs", Local(item, target[Kind], target[Name]))),
        .. Items(item, "spec.extAuth.http.backendRefs").Select(backend => new ObjectReference(item, "spec.extAuth.http.backendRefs", new ObjectName(Text(backend[Kind]), Text(backend["namespace"]), Text(backend[Name])))),
    ];

    private static IEnumerable<ObjectReference> Of(Release release)
    {
        var item = release.Object;
        foreach (var container in release.Containers)
        {
            foreach (var source in container.Node["envFrom"]?.Items ?? [])
            {
                yield return new ObjectReference(item, $"{container.Path}.envFrom", Local(item, "Secret", source.At("secretRef.name")));
            }
        }

        foreach (var volume in release.Persistence.Where(volume => volume.Type == "configMap"))
        {
            yield return new ObjectReference(item, volume.Path, Local(item, "ConfigMap", volume.Node[Name]));
        }

        foreach (var service in release.Services)
        {
            yield return new ObjectReference(item, service.Path, Local(item, "Workload", service.Node["controller"]));
        }

        foreach (var route in release.Routes)
        {
            foreach (var parent in route.Node["parentRefs"]?.Items ?? [])
            {
                yield return new ObjectReference(item, $"{route.Path}.parentRefs", new ObjectName("Gateway", Text(parent["namespace"]), Text(parent[Name])));
            }

            foreach (var filter in (route.Node["rules"]?.Items ?? []).SelectMany(rule => rule["filters"]?.Items ?? []))
            {
                yield return new ObjectReference(item, $"{route.Path}.rules.filters", Local(item, filter.At("extensionRef.kind"), filter.At("extensionRef.name")));
            }
        }
    }

    // Selectors without a namespace select pods beside the policy.
    private static IEnumerable<YamlNode> Pods(RenderedObject item) =>
        ((string[])["spec.ingress", "spec.egress"]).SelectMany(path => Items(item, path))
            .SelectMany(rule => (rule["from"]?.Items ?? []).Concat(rule["to"]?.Items ?? []))
            .Where(peer => peer["namespaceSelector"] is null)
            .Select(peer => peer["podSelector"])
            .Prepend(item.At("spec.podSelector"))
            .OfType<YamlNode>();

    private static ObjectName Workload(RenderedObject item, YamlNode? selector) =>
        new("Workload", item.Namespace, Text(selector?["matchLabels"]?["app.kubernetes.io/name"]));

    private static ObjectName Local(RenderedObject item, YamlNode? kind, YamlNode? name) => new(Text(kind), item.Namespace, Text(name));

    private static IEnumerable<YamlNode> Items(RenderedObject item, string path) => item.At(path)?.Items ?? [];

    private static string Text(YamlNode? node) => node?.Text ?? string.Empty;
}
