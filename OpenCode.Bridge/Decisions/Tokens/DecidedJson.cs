using System.Text.Json.Serialization;

namespace OpenCode.Bridge.Decisions.Tokens;

/// <param name="Message">What became of it, for a person.</param>
/// <param name="State">With <paramref name="Decision"/> and <paramref name="DecidedBy"/> of the alert.</param>
internal sealed record DecidedJson(string Message, string? State, string? Decision, string? DecidedBy);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DecidedJson))]
internal sealed partial class DecidedJsonContext : JsonSerializerContext;
