using System.Text.Json;
using System.Text.Json.Serialization;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Outbox;

/// <summary>
/// An alert as it lies in the file. Apart from <see cref="Alert"/>, so that a name may change here and not there: fields are
/// added with a default and never given another meaning, for files of older bridges are read.
/// </summary>
internal sealed record StoredAlert(
    string Id,
    string Kind,
    string Server,
    string SessionId,
    string RootSessionId,
    string Title,
    string Directory,
    string Text,
    IReadOnlyList<StoredRequest> Requests,
    DateTimeOffset CreatedAt,
    string State,
    string? Decision = null,
    string? DecidedBy = null,
    DateTimeOffset? RemindedAt = null)
{
    public static byte[] Write(Alert alert) => JsonSerializer.SerializeToUtf8Bytes(
        new(
            alert.Id,
            alert.Kind.Name,
            alert.Server,
            alert.SessionId,
            alert.RootSessionId,
            alert.Title,
            alert.Directory,
            alert.Text,
            [.. alert.Requests.Select(StoredRequest.Of)],
            alert.CreatedAt,
            alert.State.Name,
            alert.Decision?.Name,
            alert.DecidedBy,
            alert.RemindedAt),
        StoredJson.Default.StoredAlert);

    public static Alert Read(byte[] body)
    {
        var stored = JsonSerializer.Deserialize(body, StoredJson.Default.StoredAlert)!;
        return new(
            stored.Id,
            Named<AlertKind>(stored.Kind, kind => kind.Name),
            stored.Server,
            stored.SessionId,
            stored.RootSessionId,
            stored.Title,
            stored.Directory,
            stored.Text,
            [.. stored.Requests.Select(request => request.Read())],
            stored.CreatedAt,
            Named<AlertState>(stored.State, state => state.Name),
            stored.Decision is { } decision ? Named<ReplyKind>(decision, kind => kind.Name) : null,
            stored.DecidedBy)
        {
            RemindedAt = stored.RemindedAt,
        };
    }

    private static T Named<T>(string name, Func<T, string> nameOf)
        where T : struct, Enum => Enum.GetValues<T>().Single(value => nameOf(value) == name);
}

/// <summary>A permission, or a question when <paramref name="Questions"/> is set.</summary>
internal sealed record StoredRequest(
    string Id,
    string SessionId,
    string Directory,
    string? Permission = null,
    IReadOnlyList<string>? Patterns = null,
    IReadOnlyList<string>? Always = null,
    string? Detail = null,
    IReadOnlyList<Question>? Questions = null)
{
    public static StoredRequest Of(OpenRequest request) => request switch
    {
        PermissionRequest asked => new(asked.Id, asked.SessionId, asked.Directory, asked.Permission, asked.Patterns, asked.Always, asked.Detail),
        QuestionRequest asked => new(asked.Id, asked.SessionId, asked.Directory, Questions: asked.Questions),
        _ => throw new ArgumentException($"No form for {request.GetType().Name}", nameof(request)),
    };

    public OpenRequest Read() => Questions is { } questions
        ? new QuestionRequest(Id, SessionId, Directory, questions)
        : new PermissionRequest(Id, SessionId, Directory, Permission!, Patterns!, Always!, Detail);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredAlert))]
[JsonSerializable(typeof(Reply))]
internal sealed partial class StoredJson : JsonSerializerContext;
