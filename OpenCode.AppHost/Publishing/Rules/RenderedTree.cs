using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>Everything that a format rendered, as the rules see it.</summary>
/// <param name="Given">Objects outside of the tree that it may refer to.</param>
internal sealed record RenderedTree(IReadOnlyList<OutputFile> Files, IReadOnlyList<ObjectName> Given)
{
    /// <summary>Every object of every YAML file, with the file that holds it.</summary>
    public IReadOnlyList<RenderedObject> Objects { get; } =
        [.. Files.SelectMany(file => file.Documents.Select(document => new RenderedObject(file.Path, document.Content)))];

    public IEnumerable<RenderedObject> OfKind(string kind) => Objects.Where(item => item.Kind == kind);
}

internal sealed record RenderedObject(string File, YamlMap Content)
{
    public string Kind { get; } = Content["kind"]?.Text ?? string.Empty;

    public string Name { get; } = Content["metadata"]?["name"]?.Text ?? string.Empty;
}
