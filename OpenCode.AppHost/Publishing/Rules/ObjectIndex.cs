namespace OpenCode.AppHost.Publishing.Rules;

internal sealed record DefinedObject(ObjectName Object, string File);

/// <summary>Every object that the tree brings into a cluster, those that a chart or an operator makes of it too.</summary>
internal static class ObjectIndex
{
    public static IEnumerable<DefinedObject> Defined(RenderedTree tree) =>
        tree.Objects.SelectMany(item => Of(item).Select(name => new DefinedObject(name, item.File))).Concat(tree.Releases.SelectMany(release => Of(release).Select(name => new DefinedObject(name, release.Object.File))));

    private static IEnumerable<ObjectName> Of(RenderedObject item)
    {
        if (item.Name.Length > 0)
        {
            yield return new ObjectName(item.Kind, item.Kind == "Namespace" ? string.Empty : item.Namespace, item.Name);
        }

        if (item.Kind == "ExternalSecret")
        {
            yield return new ObjectName("Secret", item.Namespace, item.At("spec.target.name")?.Text ?? string.Empty);
        }

        foreach (var generator in item.Content["configMapGenerator"]?.Items ?? [])
        {
            yield return new ObjectName("ConfigMap", item.Namespace, generator["name"]?.Text ?? string.Empty);
        }
    }

    private static IEnumerable<ObjectName> Of(Release release)
    {
        var space = release.Object.Namespace;
        string Named(Part part) => part.Id == release.Name ? release.Name : $"{release.Name}-{part.Id}";
        return
        [
            .. release.Controllers.Select(part => new ObjectName("Workload", space, Named(part))),
            .. release.Services.Select(part => new ObjectName("Service", space, Named(part))),
            .. release.Routes.Select(part => new ObjectName("HTTPRoute", space, Named(part))),
            .. release.Persistence.Where(part => part.Type == "persistentVolumeClaim")
                .Select(part => new ObjectName("PersistentVolumeClaim", space, $"{release.Name}-{part.Node["suffix"]?.Text}")),
        ];
    }
}
