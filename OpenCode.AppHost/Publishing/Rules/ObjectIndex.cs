namespace OpenCode.AppHost.Publishing.Rules;

internal sealed record DefinedObject(ObjectName Object, string File);

/// <summary>Every object that the tree brings into a cluster, those that a chart or an operator makes of it too.</summary>
internal static class ObjectIndex
{
    public static IReadOnlyList<DefinedObject> Defined(RenderedTree tree)
    {
        var defined = new List<DefinedObject>();
        foreach (var item in tree.Objects)
        {
            Add(defined, item);
        }

        foreach (var release in tree.Releases)
        {
            Add(defined, release);
        }

        return defined;
    }

    private static void Add(List<DefinedObject> defined, RenderedObject item)
    {
        void Define(string kind, string space, string? name) => defined.Add(new DefinedObject(new ObjectName(kind, space, name ?? string.Empty), item.File));

        if (item.Name.Length > 0)
        {
            Define(item.Kind is "StatefulSet" or "Deployment" ? "Workload" : item.Kind, item.Kind == "Namespace" ? string.Empty : item.Namespace, item.Name);
        }

        if (item.Kind == "ExternalSecret")
        {
            Define("Secret", item.Namespace, item.At("spec.target.name")?.Text);
        }

        foreach (var generator in item.Content["configMapGenerator"]?.Items ?? [])
        {
            Define("ConfigMap", item.Namespace, generator["name"]?.Text);
        }
    }

    private static void Add(List<DefinedObject> defined, Release release)
    {
        void Define(string kind, string name) => defined.Add(new DefinedObject(new ObjectName(kind, release.Object.Namespace, name), release.Object.File));

        foreach (var controller in release.Controllers)
        {
            Define("Workload", release.NameOf(controller.Id));
        }

        foreach (var service in release.Services)
        {
            Define("Service", release.NameOf(service.Id));
        }

        foreach (var route in release.Routes)
        {
            Define("HTTPRoute", release.NameOf(route.Id));
        }

        foreach (var volume in release.Persistence)
        {
            if (volume.Type == "persistentVolumeClaim")
            {
                Define("PersistentVolumeClaim", $"{release.Name}-{volume.Node["suffix"]?.Text}");
            }
        }
    }
}
