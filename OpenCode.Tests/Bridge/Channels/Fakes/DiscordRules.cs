using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OpenCode.Tests.Bridge.Channels.Fakes;

/// <summary>
/// What Discord takes as a message: https://discord.com/developers/docs/resources/message#embed-object-embed-limits.
/// Characters are counted as UTF-16, the strictest way to read its limits.
/// </summary>
internal static partial class DiscordRules
{
    public static (int Code, string Text)? Read(FakeCall call, out JsonElement body)
    {
        body = default;
        if (!call.Headers.GetValueOrDefault("Content-Type", "").StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
        {
            return (50035, "Expected \"Content-Type\" header to be one of application/json");
        }

        try
        {
            body = JsonDocument.Parse(call.Body).RootElement.Clone();
        }
        catch (JsonException)
        {
            return (50109, "The request body contains invalid JSON.");
        }

        return Problem(body) is { } problem ? (50035, $"Invalid Form Body: {problem}") : Empty(body) ? (50006, "Cannot send an empty message") : null;
    }

    public static IReadOnlyList<string> Pings(JsonElement body)
    {
        var parses = body.TryGetProperty("allowed_mentions", out var allowed)
            ? [.. allowed.TryGetProperty("parse", out var parse) ? parse.EnumerateArray().Select(one => one.GetString()!) : []]
            : new[] { "everyone", "users", "roles" };
        // Only the content pings; an embed never does.
        return [.. Mentions().Matches(Text(body, "content")).Select(match => match.Value).Where(mention => parses.Contains(mention switch
        {
            "@everyone" or "@here" => "everyone",
            ['<', '@', '&', ..] => "roles",
            _ => "users",
        }))];
    }

    private static bool Empty(JsonElement body) =>
        string.IsNullOrWhiteSpace(Text(body, "content")) && !(body.TryGetProperty("embeds", out var embeds) && embeds.GetArrayLength() > 0);

    private static string? Problem(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            return "Only dictionaries may be used in a DictType";
        }

        if (Text(body, "content").Length > 2000)
        {
            return "content: Must be 2000 or fewer in length.";
        }

        if (!body.TryGetProperty("embeds", out var embeds))
        {
            return null;
        }

        if (embeds.ValueKind != JsonValueKind.Array || embeds.GetArrayLength() > 10)
        {
            return "embeds: Must be 10 or fewer in length.";
        }

        return embeds.EnumerateArray().Select(Embed).FirstOrDefault(problem => problem is not null)
            ?? (embeds.EnumerateArray().Sum(Length) > 6000 ? "embeds: Embed size exceeds maximum size of 6000" : null);
    }

    private static string? Embed(JsonElement embed)
    {
        if (Text(embed, "title").Length > 256)
        {
            return "title: Must be 256 or fewer in length.";
        }

        if (Text(embed, "description").Length > 4096)
        {
            return "description: Must be 4096 or fewer in length.";
        }

        if (embed.TryGetProperty("color", out var color) && (!color.TryGetInt32(out var number) || number is < 0 or > 0xFFFFFF))
        {
            return "color: int value should be between 0 and 16777215.";
        }

        if (embed.TryGetProperty("url", out var url) && !(Uri.TryCreate(url.GetString(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            return "url: Not a well formed URL.";
        }

        if (embed.TryGetProperty("timestamp", out var time) && !DateTimeOffset.TryParse(time.GetString(), CultureInfo.InvariantCulture, out _))
        {
            return "timestamp: Could not parse.";
        }

        return Text(embed, "title").Length + Text(embed, "description").Length + Fields(embed).Count == 0
            ? "description: This field is required"
            : Fields(embed) is var fields && fields.Count > 25
                ? "fields: Must be 25 or fewer in length."
                : fields.Select(Field).FirstOrDefault(problem => problem is not null);
    }

    private static string? Field(JsonElement field) => (Text(field, "name").Trim().Length, Text(field, "value").Trim().Length) switch
    {
        (0, _) => "name: This field is required",
        (_, 0) => "value: This field is required",
        (> 256, _) => "name: Must be 256 or fewer in length.",
        (_, > 1024) => "value: Must be 1024 or fewer in length.",
        _ => null,
    };

    private static int Length(JsonElement embed) =>
        Text(embed, "title").Length
        + Text(embed, "description").Length
        + (embed.TryGetProperty("footer", out var footer) ? Text(footer, "text").Length : 0)
        + (embed.TryGetProperty("author", out var author) ? Text(author, "name").Length : 0)
        + Fields(embed).Sum(field => Text(field, "name").Length + Text(field, "value").Length);

    private static List<JsonElement> Fields(JsonElement embed) => embed.TryGetProperty("fields", out var fields) ? [.. fields.EnumerateArray()] : [];

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    [GeneratedRegex("@everyone|@here|<@[!&]?[0-9]+>")]
    private static partial Regex Mentions();
}
