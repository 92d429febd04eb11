using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Decisions.Tokens;

/// <summary>
/// <c>/d/{token}</c>: the token is the authority, no password is asked. Reading shows and decides nothing, because link
/// previews and mail scanners read.
/// </summary>
internal static class DecisionEndpoints
{
    public const string StyleName = "decision.css";

    /// <summary>Who decided, where the token is all that is known.</summary>
    public const string By = "ntfy";

    public static Uri Link(Uri publicUrl, string token) => new(publicUrl, $"d/{token}");

    public static void AddDecisionTokens(this IServiceCollection services)
    {
        services.AddSingleton<SigningKey>();
        services.AddSingleton<DecisionTokens>();
        services.AddSingleton<DecisionButtons>();
    }

    public static void MapDecisions(this IEndpointRouteBuilder routes)
    {
        var style = ReadStyle();
        routes.MapGet($"/d/{StyleName}", () => Results.Bytes(style, "text/css; charset=utf-8"));
        routes.MapGet("/d/{token}", Show);
        routes.MapPost("/d/{token}", DecideAsync);
    }

    private static IResult Show(string token, HttpRequest request, DecisionTokens tokens, AlertStore alerts)
    {
        var (refusal, found) = Check(token, request, tokens, alerts);
        if (refusal is not null)
        {
            return refusal;
        }

        var (decision, alert, _) = found!.Value;
        return alert.State == AlertState.Open
            ? Html(StatusCodes.Status200OK, TokenPage.Ask(alert, decision.Choice))
            : Over(request, alert);
    }

    private static async Task<IResult> DecideAsync(string token, HttpRequest request, DecisionTokens tokens, AlertStore alerts, DecisionService decisions)
    {
        var (refusal, found) = Check(token, request, tokens, alerts);
        if (refusal is not null)
        {
            return refusal;
        }

        var (decision, alert, reply) = found!.Value;
        var origin = new DecisionOrigin(By, DecisionSource.Token, request.HttpContext.Connection.RemoteIpAddress?.ToString(), decision.Nonce);
        return await decisions.DecideAsync(alert.Id, reply, origin, request.HttpContext.RequestAborted) switch
        {
            DecisionResult.Done { Alert: var decided } => Answer(request, StatusCodes.Status200OK, AlertWords.Outcome(decided), decided),
            DecisionResult.TooLate { Alert: var over } => Over(request, over),
            DecisionResult.ServerFailed { Unreachable: var unreachable, Problem: var problem } => Answer(
                request,
                unreachable ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status502BadGateway,
                $"{problem}; the alert is still open",
                alert),
            _ => Unknown(request),
        };
    }

    private static (IResult? Refusal, (DecisionToken Token, Alert Alert, Reply Reply)? Found) Check(
        string text,
        HttpRequest request,
        DecisionTokens tokens,
        AlertStore alerts)
    {
        if (tokens.Read(text) is not { } token)
        {
            return (Unknown(request), null);
        }

        if (tokens.IsExpired(token))
        {
            return (Answer(request, StatusCodes.Status410Gone, "This button has expired", null), null);
        }

        return alerts.Find(token.AlertId) is { } alert && DecisionButtons.ReplyOf(alert, token.Choice) is { } reply
            ? (null, (token, alert, reply))
            : (Unknown(request), null);
    }

    private static IResult Over(HttpRequest request, Alert alert) => Answer(
        request,
        alert.State == AlertState.Expired ? StatusCodes.Status410Gone : StatusCodes.Status409Conflict,
        AlertWords.Outcome(alert),
        alert);

    private static IResult Unknown(HttpRequest request) => Answer(request, StatusCodes.Status404NotFound, "There is no such request", null);

    private static IResult Answer(HttpRequest request, int status, string what, Alert? alert) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            ? Html(status, TokenPage.Tell(what, alert))
            : Results.Json(new DecidedJson(what, alert?.State.Name, alert?.Decision?.Name, alert?.DecidedBy), DecidedJsonContext.Default.DecidedJson, statusCode: status);

    private static IResult Html(int status, string page) => Results.Text(page, "text/html; charset=utf-8", statusCode: status);

    private static byte[] ReadStyle()
    {
        using var resource = typeof(DecisionEndpoints).Assembly.GetManifestResourceStream($"Decisions/{StyleName}")
            ?? throw new InvalidOperationException($"{StyleName} is not embedded");
        using var content = new MemoryStream();
        resource.CopyTo(content);
        return content.ToArray();
    }
}
