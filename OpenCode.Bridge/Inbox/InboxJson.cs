using System.Text.Json.Serialization;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Inbox.Live;
using OpenCode.Bridge.Inbox.Sessions;
using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.Outbox;

namespace OpenCode.Bridge.Inbox;

// The API's shapes: public, changed only with an entry in CHANGELOG.md.

/// <param name="Permission">What a permission is wanted for: <c>bash</c>, <c>edit</c> …</param>
internal sealed record AlertJson(
    string Id,
    string Kind,
    string Server,
    string SessionId,
    string RootSessionId,
    string Title,
    string Directory,
    string Text,
    string? Permission,
    string? RequestId,
    IReadOnlyList<string>? RequestIds,
    IReadOnlyList<OptionGroupJson>? Options,
    DateTime CreatedAt,
    string State,
    string? Decision,
    string? DecidedBy,
    IReadOnlyList<DeliveryJson> Deliveries)
{
    public static AlertJson Of(AlertView view) => Of(view.Alert, view.Deliveries);

    private static AlertJson Of(Alert alert, IEnumerable<Delivery> deliveries) => new(
        alert.Id,
        alert.Kind.Name,
        alert.Server,
        alert.SessionId,
        alert.RootSessionId,
        alert.Title,
        alert.Directory,
        alert.Text,
        (alert.FirstRequest as PermissionRequest)?.Permission,
        alert.FirstRequest?.Id,
        alert.FirstRequest is null ? null : [.. alert.Requests.Select(request => request.Id)],
        alert.FirstRequest is { } first ? OptionGroupJson.Of(first) : null,
        alert.CreatedAt.UtcDateTime,
        alert.State.Name,
        alert.Decision?.Name,
        alert.DecidedBy,
        [.. deliveries.Select(delivery => new DeliveryJson(delivery.Channel, delivery.State, delivery.Attempts, delivery.LastError))]);
}

/// <summary>
/// What can be chosen: for a permission one group whose labels are decisions, for a question one group for each of its
/// questions, in the order in which answers are given.
/// </summary>
internal sealed record OptionGroupJson(string? Question, string? Header, bool Multiple, bool Custom, IReadOnlyList<OptionJson> Choices)
{
    public static IReadOnlyList<OptionGroupJson> Of(OpenRequest request) => request switch
    {
        PermissionRequest permission =>
        [
            new(null, null, false, false,
            [
                new(ReplyKind.Once.Name, ""),
                new(ReplyKind.Always.Name, string.Join(", ", permission.Always)),
                new(ReplyKind.Reject.Name, ""),
            ]),
        ],
        QuestionRequest { Questions: var questions } =>
        [
            .. questions.Select(question => new OptionGroupJson(
                question.Text,
                question.Header,
                question.Multiple,
                question.Custom,
                [.. question.Choices.Select(choice => new OptionJson(choice.Label, choice.Description))])),
        ],
        _ => [],
    };
}

/// <param name="Description">For <c>always</c> the rules that it adds.</param>
internal sealed record OptionJson(string Label, string Description);

internal sealed record DeliveryJson(string Channel, string State, int Attempts, string? LastError);

/// <param name="CreatedAt">Left out where the server does not say.</param>
/// <param name="RetryAt">While <c>retry</c>: when the next try is due, by the server's clock.</param>
/// <param name="Model"><c>provider/model</c> that the session uses now.</param>
internal sealed record SessionJson(
    string Id,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? ParentId,
    string Server,
    string Title,
    string Directory,
    string State,
    DateTime? CreatedAt,
    DateTime LastActive,
    DateTime? RetryAt,
    string? Model,
    SessionTokens Tokens,
    decimal Cost,
    int OpenAlerts)
{
    public static SessionJson Of(SessionView view) => new(
        view.Session.Id,
        view.Session.ParentId,
        view.Server,
        view.Session.Title,
        view.Session.Directory,
        view.StateName,
        view.Session.CreatedAt > DateTimeOffset.UnixEpoch ? view.Session.CreatedAt.UtcDateTime : null,
        view.Session.UpdatedAt.UtcDateTime,
        view.RetryAt?.UtcDateTime,
        view.Session.Model,
        view.Session.Tokens,
        view.Session.Cost,
        view.OpenAlerts);
}

/// <param name="From"><c>inbox</c>, <c>token</c>, <c>ntfy</c> or <c>expiry</c>; <paramref name="Remote"/> is the caller's address.</param>
/// <param name="Result">See <see cref="AuditResult"/>.</param>
/// <param name="AskedAt">When the alert was opened; left out when it is forgotten.</param>
internal sealed record AuditJson(
    DateTime At,
    string AlertId,
    string By,
    string From,
    string? Remote,
    string Decision,
    string? Message,
    string Result,
    DateTime? AskedAt)
{
    public static AuditJson Of(AuditEntry entry) => new(
        entry.At.UtcDateTime,
        entry.AlertId,
        entry.By,
        entry.Source,
        entry.Remote,
        entry.Decision,
        entry.Message,
        entry.Result,
        entry.AskedAt?.UtcDateTime);
}

internal sealed record DecisionJson(string? Decision = null, string? Message = null, string[][]? Answers = null);

/// <param name="State">With <paramref name="Decision"/> and <paramref name="DecidedBy"/> of an alert that is closed.</param>
internal sealed record ProblemJson(string Error, string? State = null, string? Decision = null, string? DecidedBy = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(IReadOnlyList<AlertJson>))]
[JsonSerializable(typeof(IReadOnlyList<SessionJson>))]
[JsonSerializable(typeof(IReadOnlyList<AuditJson>))]
[JsonSerializable(typeof(IReadOnlyList<UsageJson>))]
[JsonSerializable(typeof(DecisionJson))]
[JsonSerializable(typeof(ChangesJson))]
[JsonSerializable(typeof(StatusJson))]
[JsonSerializable(typeof(IReadOnlyList<ChannelJson>))]
[JsonSerializable(typeof(SessionDetailJson))]
[JsonSerializable(typeof(PromptJson))]
[JsonSerializable(typeof(NewSessionJson))]
[JsonSerializable(typeof(CreatedJson))]
[JsonSerializable(typeof(ProblemJson))]
internal sealed partial class InboxJson : JsonSerializerContext;
