using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpenCode.AppHost.Stack.Settings;

/// <summary>
/// Rebuilds a JSON object from configuration. Configuration knows only texts, so <c>true</c> from a file and <c>"true"</c>
/// from a file would be the same; OpenCode refuses its whole configuration over that difference. Files are therefore
/// loaded with the object kept as one JSON text (see <c>StackJsonSource</c>), and single keys from elsewhere
/// (environment, command line) are laid over it: such a value is JSON where it reads as JSON, else a text.
/// </summary>
internal static class JsonSetting
{
    /// <returns>An empty object where nothing is set; null where the text is not a JSON object.</returns>
    public static JsonObject? Read(SettingNode section)
    {
        JsonObject? json = [];
        if (section.Value is { Length: > 0 } text)
        {
            json = Parse(text) as JsonObject;
        }

        if (json is not null)
        {
            Overlay(json, section);
        }

        return json;
    }

    /// <summary>Objects are merged, everything else is replaced.</summary>
    public static void Merge(JsonObject target, JsonObject source)
    {
        foreach (var (key, value) in source)
        {
            if (value is JsonObject inner && target[key] is JsonObject existing)
            {
                Merge(existing, inner);
            }
            else
            {
                target[key] = value?.DeepClone();
            }
        }
    }

    private static void Overlay(JsonObject target, SettingNode section)
    {
        foreach (var child in section.Children)
        {
            // Environment variables may come in another case than the object's own keys.
            var key = target.Select(pair => pair.Key).FirstOrDefault(name => name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) ?? child.Key;
            if (child.Children.Count > 0)
            {
                target[key] = Container(target[key] as JsonObject, child);
            }
            else if (child.Value is { Length: > 0 } text)
            {
                target[key] = Parse(text) ?? JsonValue.Create(text);
            }
        }
    }

    private static JsonNode Container(JsonObject? existing, SettingNode section)
    {
        var children = new JsonObject();
        Overlay(children, section);
        if (existing is null && children.Select((pair, index) => pair.Key == index.ToString(CultureInfo.InvariantCulture)).All(isIndex => isIndex))
        {
            return new JsonArray([.. children.Select(pair => pair.Value?.DeepClone())]);
        }

        var target = existing?.DeepClone().AsObject() ?? [];
        Merge(target, children);
        return target;
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions
            {
                AllowTrailingCommas = true,
                CommentHandling = JsonCommentHandling.Skip,
            });
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
