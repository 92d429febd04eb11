using System.Text.Json;

namespace OpenCode.Bridge.OpenCode.V1;

/// <summary>From the wire's shapes to the port's.</summary>
internal static class V1Map
{
    // {"command":"ls -la"} of bash, {"filepath":"/w/a.txt","diff":"--- …"} of edit: whatever else a tool puts there is
    // for its own display.
    private static readonly string[] DetailNames = ["command", "filepath", "diff"];

    public static Session Session(V1Session wire) => new(
        wire.Id,
        wire.ParentID,
        wire.Title,
        wire.Directory,
        wire.Tokens is { } tokens
            ? new((long)tokens.Input, (long)tokens.Output, (long)tokens.Reasoning, (long)(tokens.Cache?.Read ?? 0), (long)(tokens.Cache?.Write ?? 0))
            : SessionTokens.None,
        wire.Cost ?? 0,
        Time(wire.Time.Updated),
        wire.Time.Archived is > 0);

    public static SessionState State(V1Status wire) => wire.Type switch
    {
        "idle" => SessionState.Idle,
        "retry" => SessionState.Retry,
        // A state of a later version is at least not the end of the turn.
        _ => SessionState.Busy,
    };

    public static PermissionRequest Permission(V1Permission wire, string directory) => new(
        wire.Id,
        wire.SessionID,
        directory,
        wire.Permission,
        Whole(wire.Patterns),
        Whole(wire.Always ?? []),
        Detail(wire.Metadata));

    public static QuestionRequest Question(V1Question wire, string directory) => new(
        wire.Id,
        wire.SessionID,
        directory,
        [.. Whole(wire.Questions).Select(question => new Question(
            question.Question,
            question.Header,
            [.. Whole(question.Options).Select(option => new Choice(option.Label, option.Description))],
            question.Multiple,
            question.Custom))]);

    public static ReplyKind ReplyKind(string wire) => wire switch
    {
        "once" => OpenCode.ReplyKind.Once,
        "always" => OpenCode.ReplyKind.Always,
        "reject" => OpenCode.ReplyKind.Reject,
        _ => throw new JsonException("Unknown reply"),
    };

    /// <summary>
    /// True for what reading something that a server made up throws: besides the serializer's own exception the one of a
    /// string that is no text, "\ud800" for instance, which is valid JSON all the same.
    /// </summary>
    public static bool IsMalformed(Exception failure) => failure is JsonException or InvalidOperationException;

    /// <summary>The id of an entry that cannot be read otherwise, if it has one.</summary>
    public static string? IdOf(JsonElement entry)
    {
        try
        {
            return entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static T[] Whole<T>(T?[] list)
        where T : class => [.. list.Select(item => item ?? throw new JsonException("A null in a list"))];

    private static string? Detail(JsonElement metadata)
    {
        if (metadata.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var parts = DetailNames
            .Select(name => metadata.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null)
            .Where(value => !string.IsNullOrEmpty(value));
        var detail = string.Join('\n', parts);
        return detail.Length == 0 ? null : detail;
    }

    private static DateTimeOffset Time(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, 0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
}
