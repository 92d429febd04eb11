using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>An HTTPRoute, whether a chart makes it of its values or the tree holds it.</summary>
/// <param name="Node">Its hosts, parents and rules.</param>
/// <param name="Path">Their place.</param>
/// <param name="Release">What a chart makes it of: backends are identifiers there; null: they are names.</param>
internal sealed record RenderedRoute(RenderedObject Object, YamlNode Node, string Path, Release? Release)
{
    public IEnumerable<YamlNode> Rules => Node["rules"]?.Items ?? [];

    /// <summary>Name of the Service that a backend is; null where none is named in the way that counts here.</summary>
    public string? ServiceOf(YamlNode backend) =>
        Release is null ? backend["name"]?.Text : backend["identifier"]?.Text is { } id ? Release.NameOf(id) : null;
}
