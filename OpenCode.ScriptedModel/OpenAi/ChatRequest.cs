using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpenCode.ScriptedModel.OpenAi;

/// <summary>What is read of a chat request; the rest (temperature, top_p …) has no meaning for a script.</summary>
internal sealed record ChatRequest
{
    public string? Model { get; init; }

    public bool? Stream { get; init; }

    /// <remarks>Never null, holds no null: a client that sends such is asking with fewer messages.</remarks>
    public IReadOnlyList<ChatMessage> Messages
    {
        get;
        init => field = [.. (value ?? []).OfType<ChatMessage>()];
    } = [];

    public IReadOnlyList<ChatTool?>? Tools { get; init; }

    [JsonIgnore]
    public bool IsStreamed => Stream is true;

    [JsonIgnore]
    public IReadOnlyList<string> ToolNames => [.. (Tools ?? []).Select(tool => tool?.Function?.Name).OfType<string>()];

    /// <summary>About four characters a token, at least one: the same conversation costs the same in every run.</summary>
    [JsonIgnore]
    public int PromptTokens => Math.Max(1, Messages.Sum(message => message.Text.Length) / 4);
}

internal sealed record ChatMessage
{
    public string? Role { get; init; }

    /// <summary>A string, or a list of parts of which those with a text count.</summary>
    public JsonElement Content { get; init; }

    [JsonIgnore]
    public string Text => Content.ValueKind switch
    {
        JsonValueKind.String => Content.GetString()!,
        JsonValueKind.Array => string.Join('\n', Content.EnumerateArray().Select(TextOf).OfType<string>()),
        _ => "",
    };

    private static string? TextOf(JsonElement part) =>
        part.ValueKind == JsonValueKind.Object
        && part.TryGetProperty("text", out var text)
        && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}

internal sealed record ChatTool(ChatFunction? Function);

internal sealed record ChatFunction(string? Name);
