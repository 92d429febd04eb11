using OpenCode.Bridge.Alerts;

namespace OpenCode.Bridge.Decisions.Tokens;

/// <summary>
/// <c>/d/{token}</c>: the token is the authority, no password is asked. Reading shows and decides nothing, because link
/// previews and mail scanners read.
/// </summary>
internal static class DecisionEndpoints
{
    public const string StyleName = "decision.css";

    /// <summary>The inbox's icon, here too: a browser that has no password would be refused the other.</summary>
    public const string IconName = "icon.svg";

    public static Uri Link(Uri publicUrl, string token) => new(publicUrl, $"d/{token}");

    public static void AddDecisionTokens(this IServiceCollection services)
    {
        services.AddSingleton<SigningKey>();
        services.AddSingleton<DecisionTokens>();
        services.AddSingleton<DecisionButtons>();
        services.AddSingleton<TokenDecisions>();
    }

    public static void MapDecisions(this IEndpointRouteBuilder routes)
    {
        var style = Read(StyleName);
        var icon = Read(IconName);
        routes.MapGet($"/d/{StyleName}", () => Results.Bytes(style, "text/css; charset=utf-8"));
        routes.MapGet($"/d/{IconName}", () => Results.Bytes(icon, "image/svg+xml"));
        routes.MapGet("/d/{token}", Show);
        routes.MapPost("/d/{token}", DecideAsync);
    }

    private static IResult Show(string token, HttpRequest request, TokenDecisions tokens) => tokens.Find(token) switch
    {
        TokenFinding.Found { Alert: { State: AlertState.Open } alert } found => Html(StatusCodes.Status200OK, TokenPage.Ask(alert, found.Token.Choice)),
        TokenFinding.Found { Alert: var alert } => Over(request, alert),
        TokenFinding.Expired => Expired(request),
        _ => Unknown(request),
    };

    private static async Task<IResult> DecideAsync(string token, HttpRequest request, TokenDecisions tokens)
    {
        var finding = tokens.Find(token);
        if (finding is not TokenFinding.Found found)
        {
            return finding is TokenFinding.Expired ? Expired(request) : Unknown(request);
        }

        var remote = request.HttpContext.Connection.RemoteIpAddress?.ToString();
        return await tokens.DecideAsync(found, DecisionSource.Token, remote, request.HttpContext.RequestAborted) switch
        {
            DecisionResult.Done { Alert: var decided } => Answer(request, StatusCodes.Status200OK, AlertWords.Outcome(decided), decided),
            DecisionResult.TooLate { Alert: var over } => Over(request, over),
            DecisionResult.ServerFailed failed => Answer(
                request,
                failed.Unreachable ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status502BadGateway,
                $"{failed.Problem}; the alert is still open",
                found.Alert),
            _ => Unknown(request),
        };
    }

    private static IResult Over(HttpRequest request, Alert alert) => Answer(
        request,
        alert.State == AlertState.Expired ? StatusCodes.Status410Gone : StatusCodes.Status409Conflict,
        AlertWords.Outcome(alert),
        alert);

    private static IResult Expired(HttpRequest request) => Answer(request, StatusCodes.Status410Gone, "This button has expired", null);

    private static IResult Unknown(HttpRequest request) => Answer(request, StatusCodes.Status404NotFound, "There is no such request", null);

    private static IResult Answer(HttpRequest request, int status, string what, Alert? alert) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            ? Html(status, TokenPage.Tell(what, alert))
            : Results.Json(
                new DecidedJson(what, alert?.State.Name, alert?.Decision?.Name, alert?.DecidedBy),
                DecidedJsonContext.Default.DecidedJson,
                statusCode: status);

    private static IResult Html(int status, string page) => Results.Text(page, "text/html; charset=utf-8", statusCode: status);

    private static byte[] Read(string name)
    {
        using var resource = typeof(DecisionEndpoints).Assembly.GetManifestResourceStream($"Decisions/{name}")
            ?? throw new InvalidOperationException($"{name} is not embedded");
        using var content = new MemoryStream();
        resource.CopyTo(content);
        return content.ToArray();
    }
}
