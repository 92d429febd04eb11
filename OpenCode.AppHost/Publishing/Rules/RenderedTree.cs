using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>Everything that a format rendered, as the rules see it.</summary>
internal sealed class RenderedTree
{
    private readonly ILookup<string, RenderedObject> _ofKind;
    private readonly HashSet<string> _ports;

    /// <param name="given">Objects outside of the tree that it may refer to.</param>
    public RenderedTree(IReadOnlyList<OutputFile> files, IEnumerable<ObjectName> given)
    {
        (Files, Given) = (files, given.ToHashSet());
        Objects = [.. files.SelectMany(file => file.Documents.Select(document => new RenderedObject(file.Path, document.Content)))];
        _ofKind = Objects.ToLookup(item => item.Kind);
        Releases = [.. OfKind("HelmRelease").Select(item => new Release(item))];
        Pods = [.. Releases.SelectMany(release => release.Pods), .. OfKind("StatefulSet").Concat(OfKind("Deployment")).Select(RenderedPod.Of)];
        Routes =
        [
            .. Releases.SelectMany(release => release.Routes.Select(route => new RenderedRoute(release.Object, route.Node, route.Path, release))),
            .. OfKind("HTTPRoute").Select(item => new RenderedRoute(item, item.At("spec") ?? new YamlMap(), "spec", null)),
        ];
        _ports =
        [
            .. Releases.SelectMany(release => release.Services.SelectMany(service =>
                (service.Node["ports"]?.Entries ?? []).Select(port => PortOf(release.Object.Namespace, release.NameOf(service.Id), port.Value["port"]?.Text)))),
            .. OfKind("Service").SelectMany(item => (item.At("spec.ports")?.Items ?? []).Select(port => PortOf(item.Namespace, item.Name, port["port"]?.Text))),
        ];
    }

    public IReadOnlyList<OutputFile> Files { get; }

    public IReadOnlySet<ObjectName> Given { get; }

    /// <summary>Every object of every YAML file, with the file that holds it.</summary>
    public IReadOnlyList<RenderedObject> Objects { get; }

    public IReadOnlyList<Release> Releases { get; }

    /// <summary>Every pod, of a chart or of a workload.</summary>
    public IReadOnlyList<RenderedPod> Pods { get; }

    /// <summary>Every HTTPRoute, of a chart or as an object.</summary>
    public IReadOnlyList<RenderedRoute> Routes { get; }

    public IEnumerable<RenderedObject> OfKind(string kind) => _ofKind[kind];

    /// <summary>Whether a Service of that namespace has that port.</summary>
    public bool HasPort(string space, string? service, string? port) => _ports.Contains(PortOf(space, service, port));

    private static string PortOf(string space, string? service, string? port) => $"{space}/{service}:{port}";
}

internal sealed record RenderedObject(string File, YamlMap Content)
{
    public string Kind { get; } = Content["kind"]?.Text ?? string.Empty;

    public string ApiVersion { get; } = Content["apiVersion"]?.Text ?? string.Empty;

    public string Name { get; } = Content.At("metadata.name")?.Text ?? string.Empty;

    /// <summary>Its own, or that of the folder: what applies the folder moves its objects there.</summary>
    public string Namespace { get; } = Content.At("metadata.namespace")?.Text ?? FolderNamespace(File);

    public YamlNode? At(string path) => Content.At(path);

    /// <summary><c>kubernetes/apps/default/…</c> and <c>default/…</c>: default.</summary>
    private static string FolderNamespace(string file) => file.Split('/') switch
    {
        ["kubernetes", "apps", var space, ..] => space,
        [var space, _, ..] => space,
        _ => string.Empty,
    };
}
