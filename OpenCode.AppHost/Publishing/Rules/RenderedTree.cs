using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>Everything that a format rendered, as the rules see it.</summary>
/// <param name="Given">Objects outside of the tree that it may refer to.</param>
internal sealed record RenderedTree(IReadOnlyList<OutputFile> Files, IReadOnlyList<ObjectName> Given)
{
    /// <summary>Every object of every YAML file, with the file that holds it.</summary>
    public IReadOnlyList<RenderedObject> Objects { get; } =
        [.. Files.SelectMany(file => file.Documents.Select(document => new RenderedObject(file.Path, document.Content)))];

    public IReadOnlyList<Release> Releases { get; } =
        [.. Files.SelectMany(file => file.Documents.Where(document => document.Content["kind"]?.Text == "HelmRelease").Select(document => new Release(new RenderedObject(file.Path, document.Content))))];

    public IEnumerable<RenderedObject> OfKind(string kind) => Objects.Where(item => item.Kind == kind);
}

internal sealed record RenderedObject(string File, YamlMap Content)
{
    public string Kind { get; } = Content["kind"]?.Text ?? string.Empty;

    public string ApiVersion { get; } = Content["apiVersion"]?.Text ?? string.Empty;

    public string Name { get; } = Content.At("metadata.name")?.Text ?? string.Empty;

    /// <summary>Its own, or that of the folder: Flux moves the objects of an app there.</summary>
    public string Namespace { get; } = Content.At("metadata.namespace")?.Text ?? FolderNamespace(File);

    public YamlNode? At(string path) => Content.At(path);

    /// <summary><c>kubernetes/apps/default/…</c>: default.</summary>
    private static string FolderNamespace(string file) => file.Split('/') is ["kubernetes", "apps", var space, ..] ? space : string.Empty;
}
