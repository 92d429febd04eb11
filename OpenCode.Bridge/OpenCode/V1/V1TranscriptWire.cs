using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpenCode.Bridge.OpenCode.V1;

// As in V1Wire: named as on the wire, what has no default is required.

internal sealed record V1TranscriptEntry(V1TranscriptInfo Info, JsonElement[] Parts);

internal sealed record V1TranscriptInfo(
    string Id,
    string Role,
    V1TranscriptTime Time,
    string? ProviderID = null,
    string? ModelID = null,
    decimal? Cost = null,
    V1TranscriptError? Error = null);

internal sealed record V1TranscriptTime(double Created, double? Completed = null);

// Its data carries what the provider sent: headers, body, address.
internal sealed record V1TranscriptError(string Name);

internal sealed record V1Part(
    string Type,
    string? Text = null,
    bool Synthetic = false,
    bool Ignored = false,
    string? Filename = null,
    string? Tool = null,
    V1ToolState? State = null);

internal sealed record V1ToolState(
    string Status,
    JsonElement Input = default,
    string? Output = null,
    string? Title = null,
    string? Error = null,
    JsonElement Metadata = default);

internal sealed record V1Todo(string Content, string Status = "pending");

internal sealed record V1Prompt(IReadOnlyList<V1PromptPart> Parts);

internal sealed record V1PromptPart(string Type, string Text);

internal sealed record V1NewSession(string? Title);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(V1TranscriptEntry))]
[JsonSerializable(typeof(V1Part))]
[JsonSerializable(typeof(V1Todo))]
[JsonSerializable(typeof(V1Prompt))]
[JsonSerializable(typeof(V1NewSession))]
internal sealed partial class V1TranscriptJson : JsonSerializerContext;
