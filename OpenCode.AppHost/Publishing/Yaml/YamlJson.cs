using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpenCode.AppHost.Publishing.Yaml;

/// <summary>JSON of the settings as the publisher's nodes, types kept.</summary>
internal static class YamlJson
{
    public static YamlNode From(JsonNode? json)
    {
        switch (json)
        {
            case JsonObject entries:
                var map = new YamlMap();
                foreach (var (key, value) in entries)
                {
                    map[key] = From(value);
                }

                return map;
            case JsonArray items:
                return new YamlList(items.Select(From));
            case null:
                return new YamlScalar("null", ScalarKind.Null);
            default:
                return json.GetValueKind() switch
                {
                    JsonValueKind.String => json.GetValue<string>(),
                    JsonValueKind.True => true,
                    JsonValueKind.False => false,
                    _ => new YamlScalar(json.ToJsonString(), ScalarKind.Number),
                };
        }
    }
}
