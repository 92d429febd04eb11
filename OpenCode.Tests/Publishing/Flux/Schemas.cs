using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using OpenCode.AppHost.CommandLine;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.Tests.Publishing.Flux;

/// <summary>The JSON schemas of what is published, from <c>$OPENCODE_SCHEMAS</c> or <c>../shared/schemas</c>: they are no part of the project.</summary>
internal sealed class Schemas(string folder)
{
    private const string Variable = "OPENCODE_SCHEMAS";

    // 5.0.1 has no file of its own; its values are a subset of 5.1.0's.
    private static readonly Dictionary<string, string> s_charts = new() { ["5.0.1"] = "5.1.0" };

    private static readonly EvaluationOptions s_options = new() { OutputFormat = OutputFormat.List };

    // The library registers a schema by its id, for good and for everybody.
    private static readonly ConcurrentDictionary<string, Lazy<JsonSchema>> s_schemas = new();

    public static Schemas FindOrSkip()
    {
        var folder = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
            ? given
            : Path.Combine(SolutionFolder.Find(), "..", "shared", "schemas");
        Assert.SkipUnless(Directory.Exists(folder), $"no schemas: set {Variable} to a folder with crds, app-template and kubernetes schemas ({folder} does not exist)");
        return new Schemas(folder);
    }

    /// <returns>What an object's schema says against it.</returns>
    public IEnumerable<string> Errors(YamlNode item)
    {
        var (apiVersion, kind) = (item["apiVersion"]!.Text!, item["kind"]!.Text!);
        return Errors(FileOf(apiVersion, kind), item).Select(error => $"{apiVersion} {kind}: {error}");
    }

    public IEnumerable<string> ValuesErrors(string chartVersion, YamlNode values) =>
        Errors(Path.Combine("app-template", $"values-{s_charts.GetValueOrDefault(chartVersion, chartVersion)}.json"), values);

    private static string FileOf(string apiVersion, string kind) => apiVersion.Split('/') switch
    {
        ["kustomize.config.k8s.io", _] => Path.Combine("kustomize", "kustomization.json"),
        [var version] => Path.Combine("kubernetes-v1.34.0", $"{kind.ToLowerInvariant()}-{version}.json"),
        ["networking.k8s.io" or "apps", var version] => Path.Combine("kubernetes-v1.34.0", $"{kind.ToLowerInvariant()}-{apiVersion.Split('.', '/')[0]}-{version}.json"),
        [var group, var version] => Path.Combine("crds", group, $"{kind.ToLowerInvariant()}_{version}.json"),
        _ => throw new InvalidOperationException(apiVersion),
    };

    private IEnumerable<string> Errors(string file, YamlNode node)
    {
        var schema = s_schemas.GetOrAdd(Path.Combine(folder, file), path => new Lazy<JsonSchema>(() => JsonSchema.FromText(File.ReadAllText(path)))).Value;
        using var json = JsonDocument.Parse(ToJson(node)!.ToJsonString());
        var result = schema.Evaluate(json.RootElement, s_options);
        return result.IsValid
            ? []
            : (result.Details ?? []).Where(detail => detail.Errors is { Count: > 0 }).Select(detail => $"{detail.InstanceLocation}: {string.Join("; ", detail.Errors!.Values)}").DefaultIfEmpty("is not valid");
    }

    // Flux fills in its variables before an API server sees an object.
    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMap map => new JsonObject(map.Select(entry => KeyValuePair.Create(entry.Key, ToJson(entry.Value)))),
        YamlList list => new JsonArray([.. list.Select(ToJson)]),
        YamlScalar { Kind: ScalarKind.Text } text => text.Value.Replace("${SECRET_DOMAIN}", "example.org", StringComparison.Ordinal),
        YamlScalar { Kind: ScalarKind.Null } => null,
        YamlScalar scalar => JsonNode.Parse(scalar.Value),
        _ => throw new InvalidOperationException(node.GetType().Name),
    };
}
