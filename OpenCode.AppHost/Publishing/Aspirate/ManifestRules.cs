using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpenCode.AppHost.Publishing.Rules;

namespace OpenCode.AppHost.Publishing.Aspirate;

/// <summary>Every expression names a parameter of the manifest, or a binding of one of its resources.</summary>
internal sealed partial class ManifestReferencesResolve : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var (file, name, resource) in Manifest.Resources(tree))
        {
            var texts = (resource["args"] as JsonArray ?? []).Select((text, index) => ($"args[{index}]", text))
                .Concat((resource["env"] as JsonObject ?? []).Select(pair => ($"env.{pair.Key}", pair.Value)));
            foreach (var (path, text) in texts)
            {
                foreach (Match expression in Expression().Matches((string?)text ?? string.Empty))
                {
                    if (!Resolves(resource.Parent!, expression.Groups["path"].Value.Split('.')))
                    {
                        broken.Add(file, $"resources.{name}.{path}", $"{expression.Value} refers to nothing");
                    }
                }
            }
        }
    }

    // Of a binding, "url" and the like are computed; whatever else there is must stand there.
    private static bool Resolves(JsonNode resources, string[] path) => path switch
    {
        [var name, "bindings", var binding, "url" or "host" or "port" or "targetPort" or "scheme"] => resources[name]?["bindings"]?[binding] is not null,
        [var name, "value"] => resources[name]?["value"] is not null,
        _ => false,
    };

    // Aspire's form; braces of a JSON text have something else behind them.
    [GeneratedRegex(@"\{(?<path>[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+)\}")]
    private static partial Regex Expression();
}

/// <summary>A container's image is named by its digest.</summary>
internal sealed partial class ManifestImagesArePinned : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var (file, name, resource) in Manifest.Resources(tree).Where(item => item.Resource["image"] is { } image && !Pinned().IsMatch((string)image!)))
        {
            broken.Add(file, $"resources.{name}.image", $"{resource["image"]} has no digest: set Stack:OpenCode:ImageDigest");
        }
    }

    [GeneratedRegex("@sha256:[0-9a-f]{64}\\z")]
    private static partial Regex Pinned();
}

file static class Manifest
{
    public static IEnumerable<(string File, string Name, JsonObject Resource)> Resources(RenderedTree tree) =>
        from file in tree.Files
        where file.Path == ManifestFormat.FileName
        from resource in JsonNode.Parse(file.Text)!["resources"]!.AsObject()
        select (file.Path, resource.Key, resource.Value!.AsObject());
}
