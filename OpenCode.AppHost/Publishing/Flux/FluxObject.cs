using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Flux;

/// <summary>The frame of every object: apiVersion, kind, metadata, spec, in this order, and its schema for editors.</summary>
internal static class FluxObject
{
    /// <param name="space">Only for objects that Flux must not move into the app's namespace.</param>
    public static YamlDocument Custom(string apiVersion, string kind, string name, YamlMap spec, string? space = null) =>
        new(Frame(apiVersion, kind, name, spec, space), Schemas.CustomResource(apiVersion, kind));

    public static YamlMap Frame(string apiVersion, string kind, string name, YamlMap? spec, string? space = null) => new()
    {
        ["apiVersion"] = apiVersion,
        ["kind"] = kind,
        ["metadata"] = new YamlMap { ["name"] = name, ["namespace"] = space },
        ["spec"] = spec,
    };
}
