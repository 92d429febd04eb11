using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpenCode.Bridge.OpenCode.V1;

// The shapes of OpenCode 1.x as far as they are used, named as on the wire. What has no default here is required: a
// frame without it is malformed, not half understood.

internal sealed record V1Health(string Version);

internal sealed record V1Envelope<T>(V1Payload<T> Payload, string? Directory = null)
    where T : class;

// The serializer's check for nulls does not reach through T, nor into arrays: V1Frame and V1Map look there.
internal sealed record V1Payload<T>(T? Properties)
    where T : class;

internal sealed record V1SessionProperties(V1Session Info);

internal sealed record V1StatusProperties(string SessionID, V1Status Status);

internal sealed record V1SessionId(string SessionID);

internal sealed record V1PermissionReplied(string RequestID, string Reply);

internal sealed record V1QuestionClosed(string RequestID);

internal sealed record V1Disposed(string? Directory = null);

internal sealed record V1Session(
    string Id,
    string Directory,
    string Title,
    V1Time Time,
    string? ParentID = null,
    decimal? Cost = null,
    V1Tokens? Tokens = null,
    JsonElement Model = default);

internal sealed record V1Time(long Updated, double? Archived = null, long Created = 0);

internal sealed record V1MessageProperties(V1Message Info);

// Of a user's message a summary with whole diffs is left out, of an assistant's error all that a provider said.
internal sealed record V1Message(
    string Id,
    string SessionID,
    string Role,
    V1MessageTime Time,
    string? ParentID = null,
    string? Agent = null,
    string? Finish = null,
    V1Error? Error = null,
    string? ProviderID = null,
    string? ModelID = null,
    decimal? Cost = null,
    V1Tokens? Tokens = null);

internal sealed record V1MessageTime(double Created, double? Completed = null);

internal sealed record V1MessageEntry(V1Message Info);

internal sealed record V1ErrorProperties(string? SessionID = null, V1Error? Error = null);

internal sealed record V1Error(string Name, V1ErrorData? Data = null);

internal sealed record V1ErrorData(double? StatusCode = null);

internal sealed record V1Tokens(double Input = 0, double Output = 0, double Reasoning = 0, V1Cache? Cache = null);

internal sealed record V1Cache(double Read = 0, double Write = 0);

// What is shown only, and not acted on, may be of any type: the rest of it counts all the same.
internal sealed record V1Status(string Type, JsonElement Next = default);

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
