using System.Text.Json;

namespace OpenCode.Bridge.Channels;

/// <summary>Reads what a service wrote, which may be anything.</summary>
internal static class JsonText
{
    /// <summary>Null where the object has no such text, or one that is no text: half a surrogate pair, broken UTF-8.</summary>
    public static string? Of(JsonElement json, string name)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
