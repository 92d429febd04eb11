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
        Tokens(wire.Tokens),
        Cost(wire.Cost),
        Time(wire.Time.Updated),
        wire.Time.Archived is > 0)
    {
        CreatedAt = Time(wire.Time.Created),
        Model = Model(wire.Model),
    };

    /// <summary>Null when it is no prompt.</summary>
    public static Prompt? Prompt(V1Message wire) => wire.Role == "user" ? new(wire.Id, wire.SessionID, Time(wire.Time.Created)) : null;

    /// <summary>Null when it is no message of the model, or has not ended.</summary>
    public static ModelMessage? ModelMessage(V1Message wire) =>
        wire is { Role: "assistant", ParentID: { } parent, Time: { Created: var created, Completed: { } completed } }
            ? new(
                wire.Id,
                wire.SessionID,
                parent,
                Time(created),
                Time(completed),
                // A compaction ends with a message of its own, but that is no answer to anybody.
                wire is { Finish: "stop", Agent: not "compaction" },
                wire.Error is { } error ? Failure(error) : null,
                Name(wire.ProviderID),
                Name(wire.ModelID),
                Tokens(wire.Tokens),
                Cost(wire.Cost))
            : null;

    public static TurnFailure Failure(V1Error? wire) => new(
        wire is { Name: var name } && name.Length <= 64 && name.All(char.IsAsciiLetterOrDigit) ? name : "UnknownError",
        wire?.Data?.StatusCode is >= 100 and <= 999 and var status ? (int)status : null);

    public static SessionState State(V1Status wire) => wire.Type switch
    {
        "idle" => SessionState.Idle,
        "retry" => SessionState.Retry,
        // A state of a later version is at least not the end of the turn.
        _ => SessionState.Busy,
    };

    /// <summary>When the provider is asked again: Unix milliseconds by the server's clock. Null outside of a retry.</summary>
    public static DateTimeOffset? RetryAt(V1Status wire) =>
        wire is { Type: "retry", Next.ValueKind: JsonValueKind.Number } && wire.Next.TryGetDouble(out var next) && next > 0 ? Time(next) : null;

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

    private static SessionTokens Tokens(V1Tokens? wire) => wire is null
        ? SessionTokens.None
        : new(Count(wire.Input), Count(wire.Output), Count(wire.Reasoning), Count(wire.Cache?.Read ?? 0), Count(wire.Cache?.Write ?? 0));

    // {"id":"fake-1","providerID":"fake","variant":"default"}, from the first prompt on.
    private static string? Model(JsonElement wire) =>
        wire.ValueKind == JsonValueKind.Object && Text(wire, "providerID") is { } provider && Text(wire, "id") is { } model
            ? $"{Name(provider)}/{Name(model)}"
            : null;

    private static string? Text(JsonElement wire, string name) =>
        wire.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // Numbers that can be added up: whatever a server says must not overflow a sum.
    private static long Count(double wire) => (long)Math.Clamp(wire, 0, 1e12);

    private static decimal Cost(decimal? wire) => Math.Clamp(wire ?? 0, 0, 1_000_000);

    // Becomes a label of metrics: no novel.
    private static string Name(string? wire) => string.IsNullOrEmpty(wire) ? "unknown" : wire.Length <= 100 ? wire : wire[..100];

    public static DateTimeOffset Time(double milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Clamp(milliseconds, 0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
}
