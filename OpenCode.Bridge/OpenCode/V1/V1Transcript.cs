using System.Text.Json;

namespace OpenCode.Bridge.OpenCode.V1;

/// <summary>
/// From the wire's messages to what a person reads. Long texts are cut: a tool may have printed megabytes, and a phone is
/// to show them.
/// </summary>
internal static class V1Transcript
{
    /// <summary>Characters of one text.</summary>
    public const int TextLimit = 20_000;

    private const int DiffLimit = 200_000;

    public static TranscriptMessage Message(V1TranscriptEntry wire, IReadOnlyList<V1Part> parts)
    {
        var info = wire.Info;
        return new(
            info.Id,
            info.Role == "assistant",
            V1Map.Time(info.Time.Created),
            info.Time.Completed is { } completed ? V1Map.Time(completed) : null,
            info is { ProviderID: { } provider, ModelID: { } model } ? $"{provider}/{model}" : null,
            info.Cost ?? 0,
            info.Error?.Name,
            [.. parts.Select(Part).OfType<TranscriptPart>()]);
    }

    /// <summary>Null for what tells a person nothing: steps, snapshots, what the server itself put into a prompt.</summary>
    private static TranscriptPart? Part(V1Part wire) => wire switch
    {
        { Synthetic: true } or { Ignored: true } => null,
        { Type: "text", Text: { Length: > 0 } text } => Text(PartKind.Text, text),
        { Type: "reasoning", Text: { Length: > 0 } text } => Text(PartKind.Reasoning, text),
        { Type: "file" } => Text(PartKind.File, wire.Filename ?? "a file"),
        { Type: "tool", Tool: { } tool, State: { } state } => Tool(tool, state),
        _ => null,
    };

    private static TranscriptPart Text(PartKind kind, string text) => new(kind, Cut(text, TextLimit)!, text.Length > TextLimit);

    private static TranscriptPart Tool(string name, V1ToolState state)
    {
        var output = state.Error ?? state.Output;
        var diff = String(state.Metadata, "diff");
        return new(
            PartKind.Tool,
            "",
            output?.Length > TextLimit || diff?.Length > DiffLimit,
            new(name, state.Status, state.Title, Cut(Input(state.Input), TextLimit), Cut(output, TextLimit), Cut(diff, DiffLimit)));
    }

    private static string? Input(JsonElement input) => input.ValueKind switch
    {
        JsonValueKind.Object when String(input, "command") is { } command => command,
        JsonValueKind.Object when !input.EnumerateObject().Any() => null,
        JsonValueKind.Object => input.GetRawText(),
        _ => null,
    };

    private static string? String(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static string? Cut(string? text, int limit)
    {
        if (text is null || text.Length <= limit)
        {
            return text;
        }

        // Not through the middle of a character.
        return text[..(char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit)];
    }
}
