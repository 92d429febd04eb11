using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Rules;

/// <param name="Path">Where the source names its target.</param>
internal sealed record ObjectReference(RenderedObject Source, string Path, ObjectName Target);

/// <summary>Every place at which one object names another.</summary>
internal sealed class ObjectReferences
{
    private const string Kind = "kind";
    private const string Name = "name";
    private const string Space = "namespace";

    private readonly List<ObjectReference> _references = [];

    public static IReadOnlyList<ObjectReference> All(RenderedTree tree)
    {
        var all = new ObjectReferences();
        foreach (var item in tree.Objects)
        {
            all.Add(item);
        }

        foreach (var pod in tree.Pods)
        {
            foreach (var container in pod.Containers)
            {
                container.Secrets.ToList().ForEach(secret => all.Add(pod.Object, $"{container.Path}.envFrom", "Secret", secret));
            }
        }

        foreach (var route in tree.Routes)
        {
            all.Add(route);
        }

        foreach (var release in tree.Releases)
        {
            all.Add(release);
        }

        return all._references;
    }

    private void Add(RenderedObject item)
    {
        switch (item.Kind)
        {
            case "Kustomization" when item.Name.Length > 0:
                AddFlux(item);
                break;
            case "HelmRelease":
                Add(item, "spec.chartRef", Text(item.At("spec.chartRef.kind")), Text(item.At("spec.chartRef.name")));
                break;
            case "ExternalSecret":
                Add(item, "spec.secretStoreRef", Text(item.At("spec.secretStoreRef.kind")), Text(item.At("spec.secretStoreRef.name")), string.Empty);
                break;
            case "SecurityPolicy" or "BackendTrafficPolicy":
                AddPolicy(item);
                break;
            case "HTTPRouteFilter":
                Add(item, "spec.credentialInjection.credential.valueRef", "Secret", Text(item.At("spec.credentialInjection.credential.valueRef.name")));
                break;
            case "ReplicationSource":
                Add(item, "spec.sourcePVC", "PersistentVolumeClaim", Text(item.At("spec.sourcePVC")));
                Add(item, "spec.restic.repository", "Secret", Text(item.At("spec.restic.repository")));
                break;
            case "ReferenceGrant":
                Each(item, "spec.to", to => Add(item, "spec.to", Text(to[Kind]), Text(to[Name])));
                break;
            case "PodMonitor":
                AddPods(item, "spec.selector", item.At("spec.selector.matchLabels"));
                break;
            case "NetworkPolicy":
                AddNetworkPolicy(item);
                break;
            case "StatefulSet" or "Deployment":
                AddVolumes(item);
                break;
            case "Ingress":
                Add(item, "spec.ingressClassName", "IngressClass", Text(item.At("spec.ingressClassName")), string.Empty);
                break;
            case "Service":
                AddPods(item, "spec.selector", item.At("spec.selector"));
                break;
        }
    }

    private void AddFlux(RenderedObject item)
    {
        Add(item, "spec.sourceRef", Text(item.At("spec.sourceRef.kind")), Text(item.At("spec.sourceRef.name")), Text(item.At("spec.sourceRef.namespace")));
        Each(item, "spec.dependsOn", other => Add(item, "spec.dependsOn", "Kustomization", Text(other[Name])));
        Each(item, "spec.postBuild.substituteFrom", source => Add(item, "spec.postBuild.substituteFrom", Text(source[Kind]), Text(source[Name])));
    }

    // A policy that reaches into another namespace also needs that namespace's permission.
    private void AddPolicy(RenderedObject item)
    {
        Each(item, "spec.targetRefs", target => Add(item, "spec.targetRefs", Text(target[Kind]), Text(target[Name])));
        Each(item, "spec.extAuth.http.backendRefs", backend => Add(item, "spec.extAuth.http.backendRefs", Text(backend[Kind]), Text(backend[Name]), Text(backend[Space])));
    }

    // Selectors without a namespace select pods beside the policy.
    private void AddNetworkPolicy(RenderedObject item)
    {
        void Peer(YamlNode peer)
        {
            if (peer["namespaceSelector"] is null && peer["podSelector"] is { } pods)
            {
                AddPods(item, "spec", pods["matchLabels"]);
            }
        }

        AddPods(item, "spec", item.At("spec.podSelector.matchLabels"));
        Each(item, "spec.ingress", rule => (rule["from"]?.Items ?? []).ToList().ForEach(Peer));
        Each(item, "spec.egress", rule => (rule["to"]?.Items ?? []).ToList().ForEach(Peer));
    }

    private void AddVolumes(RenderedObject workload) => Each(workload, "spec.template.spec.volumes", volume =>
    {
        var path = $"spec.template.spec.volumes.{volume[Name]?.Text}";
        if (volume.At("persistentVolumeClaim.claimName") is { } claim)
        {
            Add(workload, path, "PersistentVolumeClaim", Text(claim));
        }

        if (volume.At("configMap.name") is { } map)
        {
            Add(workload, path, "ConfigMap", Text(map));
        }
    });

    private void Add(Release release)
    {
        foreach (var volume in release.Persistence)
        {
            if (volume.Type == "configMap")
            {
                Add(release.Object, volume.Path, "ConfigMap", Text(volume.Node[Name]));
            }
        }

        foreach (var service in release.Services)
        {
            Add(release.Object, service.Path, "Workload", Text(service.Node["controller"]));
        }
    }

    private void Add(RenderedRoute route)
    {
        foreach (var parent in route.Node["parentRefs"]?.Items ?? [])
        {
            Add(route.Object, $"{route.Path}.parentRefs", "Gateway", Text(parent[Name]), Text(parent[Space]));
        }

        foreach (var filter in route.Rules.SelectMany(rule => rule["filters"]?.Items ?? []))
        {
            Add(route.Object, $"{route.Path}.rules.filters", Text(filter.At("extensionRef.kind")), Text(filter.At("extensionRef.name")));
        }
    }

    // Both labels of a pod are its workload's name.
    private void AddPods(RenderedObject item, string path, YamlNode? labels)
    {
        foreach (var (_, value) in labels?.Entries ?? [])
        {
            Add(item, path, "Workload", Text(value));
        }
    }

    private void Add(RenderedObject item, string path, string kind, string name, string? space = null) =>
        _references.Add(new ObjectReference(item, path, new ObjectName(kind, space ?? item.Namespace, name)));

    private static void Each(RenderedObject item, string path, Action<YamlNode> action)
    {
        foreach (var node in item.At(path)?.Items ?? [])
        {
            action(node);
        }
    }

    private static string Text(YamlNode? node) => node?.Text ?? string.Empty;
}
