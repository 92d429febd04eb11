using System.Globalization;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Decisions;
using OpenCode.Bridge.Inbox.Security;
using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.Outbox;

namespace OpenCode.Bridge.Inbox;

/// <summary>The API behind the page, for anybody with the password.</summary>
internal static class InboxApi
{
    private const int DefaultLimit = 200;
    private const int MaxLimit = 10_000;

    public static void MapInboxApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/alerts", ListAlerts);
        routes.MapGet("/api/sessions", ListSessions);
        routes.MapGet("/api/audit", ListAudit);
        routes.MapGet("/api/usage", ListUsage);
        routes.MapPost("/api/alerts/{id}/decision", DecideAsync);
    }

    private static IResult ListAlerts(HttpRequest request, AlertArchive archive)
    {
        // An empty value equals an unset one.
        var state = request.Query["state"].ToString() is { Length: > 0 } given ? given : "open";
        if (state is not ("open" or "all"))
        {
            return ApiBody.Problem("state must be open or all");
        }

        return Limit(request) is not { } limit ? BadLimit() : Results.Json(
            [.. archive.List(state == "open", limit).Select(AlertJson.Of)],
            InboxJson.Default.IReadOnlyListAlertJson);
    }

    private static IResult ListAudit(HttpRequest request, DecisionLedger ledger) => Limit(request) is not { } limit
        ? BadLimit()
        : ApiBody.Guarded(() => Results.Json([.. ledger.Audit(limit).Select(AuditJson.Of)], InboxJson.Default.IReadOnlyListAuditJson));

    private static IResult ListUsage(UsageLedger ledger) =>
        ApiBody.Guarded(() => Results.Json([.. ledger.List().Select(UsageJson.Of)], InboxJson.Default.IReadOnlyListUsageJson));

    private static int? Limit(HttpRequest request) => request.Query["limit"].ToString() switch
    {
        "" => DefaultLimit,
        var text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit ? limit : null,
    };

    private static IResult BadLimit() => ApiBody.Problem($"limit must be a number from 1 to {MaxLimit}");

    private static IResult ListSessions(AlertStore store) =>
        Results.Json([.. store.Sessions().Select(SessionJson.Of)], InboxJson.Default.IReadOnlyListSessionJson);

    private static async Task<IResult> DecideAsync(string id, HttpRequest request, DecisionService decisions, AlertArchive archive)
    {
        var (reply, problem) = await ReadAsync(request);
        if (reply is null)
        {
            return problem!;
        }

        var origin = new DecisionOrigin(request.HttpContext.UserName(), DecisionSource.Inbox, request.HttpContext.Connection.RemoteIpAddress?.ToString());
        return await decisions.DecideAsync(id, reply, origin, request.HttpContext.RequestAborted) switch
        {
            DecisionResult.Done { Alert: var alert } => Results.Json(AlertJson.Of(archive.View(id) ?? new(alert, [])), InboxJson.Default.AlertJson),
            DecisionResult.Unknown => ApiBody.Problem("there is no such alert", StatusCodes.Status404NotFound),
            DecisionResult.TooLate { Alert: var alert } => Results.Json(TooLate(alert), InboxJson.Default.ProblemJson, statusCode: StatusCodes.Status409Conflict),
            DecisionResult.Invalid { Problem: var text } => ApiBody.Problem(text),
            DecisionResult.ServerFailed failed => ApiBody.Problem(
                $"{failed.Problem}; the alert is still open",
                failed.Unreachable ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status502BadGateway),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    private static async Task<(Reply? Reply, IResult? Problem)> ReadAsync(HttpRequest request)
    {
        var (body, problem) = await ApiBody.ReadAsync(request, InboxJson.Default.DecisionJson, """{ "decision": "once" }""");
        if (body is null)
        {
            return (null, problem);
        }

        ReplyKind? kind = body.Decision switch
        {
            "once" => ReplyKind.Once,
            "always" => ReplyKind.Always,
            "reject" => ReplyKind.Reject,
            "answer" => ReplyKind.Answer,
            _ => null,
        };
        return kind is null || body.Answers?.Any(answer => answer is null || answer.Any(text => text is null)) is true
            ? (null, ApiBody.Problem("decision must be once, always, reject or answer; answers must be lists of text"))
            : (new(kind.Value, string.IsNullOrWhiteSpace(body.Message) ? null : body.Message, body.Answers), null);
    }

    private static ProblemJson TooLate(Alert alert) => alert is { State: AlertState.Decided, Decision: { } decision }
        ? new($"already decided: {decision.Name} by {alert.DecidedBy}", alert.State.Name, decision.Name, alert.DecidedBy)
        : new("nobody waits for this any more", alert.State.Name);
}
