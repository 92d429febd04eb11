using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpenCode.Bridge.OpenCode.V1;

// The shapes of OpenCode 1.x as far as they are used, named as on the wire. What has no default here, or is marked, is
// required: a frame without it is malformed, not half understood. What streams are full of has setters and no
// constructor: the serializer collects a constructor's arguments in boxes, which takes two fifths more time and a fifth more memory.

internal sealed record V1Health(string Version);

internal sealed class V1Envelope<T>
    where T : class
{
    [JsonRequired]
    public V1Payload<T> Payload { get; set; } = null!;

    public string? Directory { get; set; }
}

// The serializer's check for nulls does not reach through T, nor into arrays: V1Frame and V1Map look there.
internal sealed class V1Payload<T>
    where T : class
{
    [JsonRequired]
    public T? Properties { get; set; }
}

internal sealed class V1SessionProperties
{
    [JsonRequired]
    public V1Session Info { get; set; } = null!;
}

internal sealed class V1StatusProperties
{
    [JsonRequired]
    public string SessionID { get; set; } = null!;

    [JsonRequired]
    public V1Status Status { get; set; } = null!;
}

internal sealed class V1SessionId
{
    [JsonRequired]
    public string SessionID { get; set; } = null!;
}

internal sealed record V1PermissionReplied(string RequestID, string Reply);

internal sealed record V1QuestionClosed(string RequestID);

internal sealed record V1Disposed(string? Directory = null);

internal sealed class V1Session
{
    [JsonRequired]
    public string Id { get; set; } = null!;

    [JsonRequired]
    public string Directory { get; set; } = null!;

    [JsonRequired]
    public string Title { get; set; } = null!;

    [JsonRequired]
    public V1Time Time { get; set; } = null!;

    public string? ParentID { get; set; }

    public decimal? Cost { get; set; }

    public V1Tokens? Tokens { get; set; }

    public JsonElement Model { get; set; }
}

internal sealed class V1Time
{
    [JsonRequired]
    public long Updated { get; set; }

    public double? Archived { get; set; }

    public long Created { get; set; }
}

internal sealed class V1MessageProperties
{
    [JsonRequired]
    public V1Message Info { get; set; } = null!;
}

// Of a user's message a summary with whole diffs is left out, of an assistant's error all that a provider said.
internal sealed class V1Message
{
    [JsonRequired]
    public string Id { get; set; } = null!;

    [JsonRequired]
    public string SessionID { get; set; } = null!;

    [JsonRequired]
    public string Role { get; set; } = null!;

    [JsonRequired]
    public V1MessageTime Time { get; set; } = null!;

    public string? ParentID { get; set; }

    public string? Agent { get; set; }

    public string? Finish { get; set; }

    public V1Error? Error { get; set; }

    public string? ProviderID { get; set; }

    public string? ModelID { get; set; }

    public decimal? Cost { get; set; }

    public V1Tokens? Tokens { get; set; }
}

internal sealed class V1MessageTime
{
    [JsonRequired]
    public double Created { get; set; }

    public double? Completed { get; set; }
}

internal sealed record V1MessageEntry(V1Message Info);

internal sealed record V1ErrorProperties(string? SessionID = null, V1Error? Error = null);

internal sealed record V1Error(string Name, V1ErrorData? Data = null);

internal sealed record V1ErrorData(double? StatusCode = null);

internal sealed class V1Tokens
{
    public double Input { get; set; }

    public double Output { get; set; }

    public double Reasoning { get; set; }

    public V1Cache? Cache { get; set; }
}

internal sealed class V1Cache
{
    public double Read { get; set; }

    public double Write { get; set; }
}

// What is shown only, and not acted on, may be of any type: the rest of it counts all the same.
internal sealed class V1Status
{
    [JsonRequired]
    public string Type { get; set; } = null!;

    public JsonElement Next { get; set; }
}

internal sealed record V1Permission(
    string Id,
    string SessionID,
    string Permission,
    string?[] Patterns,
    JsonElement Metadata = default,
    string?[]? Always = null);

internal sealed record V1Question(string Id, string SessionID, V1QuestionInfo?[] Questions);

internal sealed record V1QuestionInfo(
    string Question,
    string Header,
    V1Option?[] Options,
    bool Multiple = false,
    bool Custom = true);

internal sealed record V1Option(string Label, string Description = "");

internal sealed record V1PermissionReply(string Reply, string? Message);

internal sealed record V1QuestionReply(IReadOnlyList<IReadOnlyList<string>> Answers);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(V1Health))]
[JsonSerializable(typeof(V1Envelope<V1SessionProperties>))]
[JsonSerializable(typeof(V1Envelope<V1StatusProperties>))]
[JsonSerializable(typeof(V1Envelope<V1SessionId>))]
[JsonSerializable(typeof(V1Envelope<V1Permission>))]
[JsonSerializable(typeof(V1Envelope<V1PermissionReplied>))]
[JsonSerializable(typeof(V1Envelope<V1Question>))]
[JsonSerializable(typeof(V1Envelope<V1QuestionClosed>))]
[JsonSerializable(typeof(V1Envelope<V1Disposed>))]
[JsonSerializable(typeof(V1Envelope<V1MessageProperties>))]
[JsonSerializable(typeof(V1Envelope<V1ErrorProperties>))]
[JsonSerializable(typeof(V1MessageEntry))]
[JsonSerializable(typeof(V1MessageEntry?[]))]
[JsonSerializable(typeof(JsonElement[]))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
[JsonSerializable(typeof(V1Session))]
[JsonSerializable(typeof(V1Permission))]
[JsonSerializable(typeof(V1Question))]
[JsonSerializable(typeof(V1Status))]
[JsonSerializable(typeof(V1PermissionReply))]
[JsonSerializable(typeof(V1QuestionReply))]
internal sealed partial class V1Json : JsonSerializerContext;
