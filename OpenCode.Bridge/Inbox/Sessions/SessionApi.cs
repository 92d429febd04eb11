using OpenCode.Bridge.Settings;

namespace OpenCode.Bridge.Inbox.Sessions;

/// <summary>One session: what was said, what is to be done, one more prompt, a stop; and new ones.</summary>
internal static class SessionApi
{
    private const int MessageLimit = 40;
    private const int TextLimit = 50_000;

    public static void MapSessionApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/sessions/{id}", DetailAsync);
        routes.MapPost("/api/sessions", CreateAsync);
        routes.MapPost("/api/sessions/{id}/prompt", PromptAsync);
        routes.MapPost("/api/sessions/{id}/abort", AbortAsync);
    }

    private static Task<IResult> DetailAsync(string id, HttpContext context, SessionDesk desk, BridgeSettings settings) =>
        desk.WithAsync(id, async (server, session) =>
        {
            var messages = server.MessagesAsync(session.Id, MessageLimit, context.RequestAborted);
            var todos = server.TodosAsync(session.Id, context.RequestAborted);
            await Task.WhenAll(messages, todos);
            return await messages is { } said && await todos is { } open
                ? Results.Json(
                    new(
                        session.Id,
                        AttachCommand.For(settings.Servers.Single(one => one.Name == server.Name), session),
                        [.. said.Select(MessageJson.Of)],
                        [.. open.Select(todo => new TodoJson(todo.Text, todo.State))]),
                    InboxJson.Default.SessionDetailJson)
                : SessionDesk.Unknown;
        });

    private static async Task<IResult> PromptAsync(string id, HttpContext context, SessionDesk desk)
    {
        var (body, problem) = await ApiBody.ReadAsync(context.Request, InboxJson.Default.PromptJson, """{ "text": "Go on." }""");
        if (body is null)
        {
            return problem!;
        }

        return TextProblem(body.Text) is { } wrong
            ? ApiBody.Problem(wrong)
            : await desk.WithAsync(id, async (server, session) => Taken(await server.PromptAsync(session, body.Text!, context.RequestAborted)));
    }

    private static Task<IResult> AbortAsync(string id, HttpContext context, SessionDesk desk) =>
        desk.WithAsync(id, async (server, session) => Taken(await server.AbortAsync(session, context.RequestAborted)));

    private static async Task<IResult> CreateAsync(HttpContext context, SessionDesk desk)
    {
        var (body, problem) = await ApiBody.ReadAsync(context.Request, InboxJson.Default.NewSessionJson, """{ "directory": "/workspaces/one", "prompt": "…" }""");
        if (body is null)
        {
            return problem!;
        }

        if (string.IsNullOrWhiteSpace(body.Directory) || !body.Directory.StartsWith('/') && !Path.IsPathFullyQualified(body.Directory))
        {
            return ApiBody.Problem("directory must be an absolute path on the server's machine");
        }

        var prompt = string.IsNullOrWhiteSpace(body.Prompt) ? null : body.Prompt;
        if (prompt is not null && TextProblem(prompt) is { } wrong)
        {
            return ApiBody.Problem(wrong);
        }

        return await desk.OnAsync(body.Server, async server =>
        {
            var session = await server.CreateAsync(body.Directory, string.IsNullOrWhiteSpace(body.Title) ? null : body.Title, context.RequestAborted);
            if (prompt is not null)
            {
                await server.PromptAsync(session, prompt, context.RequestAborted);
            }

            return Results.Json(new(session.Id, server.Name), InboxJson.Default.CreatedJson, statusCode: StatusCodes.Status201Created);
        });
    }

    private static string? TextProblem(string? text) => text switch
    {
        null => "text is missing",
        _ when string.IsNullOrWhiteSpace(text) => "text is empty",
        { Length: > TextLimit } => $"text is longer than {TextLimit} characters",
        _ => null,
    };

    private static IResult Taken(bool known) => known ? Results.NoContent() : SessionDesk.Unknown;
}
