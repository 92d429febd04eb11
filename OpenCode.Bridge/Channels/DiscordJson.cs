using System.Text.Json.Serialization;

namespace OpenCode.Bridge.Channels;

/// <summary>A message of a Discord webhook: https://discord.com/developers/docs/resources/webhook#execute-webhook.</summary>
internal sealed record DiscordMessage(IReadOnlyList<DiscordEmbed> Embeds)
{
    /// <summary>Nobody is ever pinged, whatever a text says.</summary>
    public DiscordMentions AllowedMentions { get; } = new([]);
}

internal sealed record DiscordMentions(IReadOnlyList<string> Parse);

/// <param name="Url">Opened by a tap on the title.</param>
internal sealed record DiscordEmbed(string Title, string Description, int Color, IReadOnlyList<DiscordField> Fields, string? Url);

internal sealed record DiscordField(string Name, string Value, bool Inline = true);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DiscordMessage))]
internal sealed partial class DiscordJson : JsonSerializerContext;
