using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace OpenCode.Tests.Bridge;

/// <content>
/// What a person does with sessions. As on the real server a prompt is answered with 204 and no content type, and what
/// concerns a session that is not there with 404.
/// </content>
internal sealed partial class FakeOpenCode
{
    /// <summary>What sessions used of which model, and for how long they went on.</summary>
    public ConcurrentDictionary<string, SessionUse> Used { get; } = [];

    /// <summary>The todo list of each session, as JSON.</summary>
    public ConcurrentDictionary<string, string> Todos { get; } = [];

    /// <summary>What was asked of sessions: verb, session or directory, body.</summary>
    public ConcurrentQueue<(string Verb, string Of, string Body)> Asked { get; } = [];

    private async Task SessionAsync(HttpContext context, string[] segments, string directory)
    {
        var known = segments.Length < 2 || Sessions.ContainsKey(segments[1]);
        if (!known)
        {
            await Answer(context, """{"name":"NotFoundError"}""", 404);
            return;
        }

        switch (context.Request.Method, segments)
        {
            case ("GET", [_, var id, "todo"]):
                await Answer(context, Todos.GetValueOrDefault(id, "[]"));
                break;
            case ("POST", [_, var id, "prompt_async"]):
                var body = await BodyAsync(context);
                if (!body.TryGetProperty("parts", out var parts) || parts.EnumerateArray().Any(part => part.GetProperty("type").GetString() != "text" || !part.TryGetProperty("text", out _)))
                {
                    await Answer(context, "{}", 400);
                    return;
                }

                Asked.Enqueue(("prompt", id, body.GetRawText()));
                context.Response.StatusCode = 204;
                break;
            case ("POST", [_, var id, "abort"]):
                Asked.Enqueue(("abort", id, ""));
                await Answer(context, "true");
                break;
            case ("POST", [_]):
                Asked.Enqueue(("create", directory, (await BodyAsync(context)).GetRawText()));
                Sessions["ses_new"] = (directory, "New session", null);
                Send(directory, "session.created", $$$"""{"sessionID":"ses_new","info":{{{SessionJson("ses_new")}}}}""");
                await Answer(context, SessionJson("ses_new"));
                break;
            default:
                await Html(context);
                break;
        }
    }

    private static async Task<JsonElement> BodyAsync(HttpContext context) =>
        (await JsonDocument.ParseAsync(context.Request.Body)).RootElement.Clone();
}

/// <param name="Cost">US dollars.</param>
/// <param name="Milliseconds">From its first to its last sign of life.</param>
internal sealed record SessionUse(
    string Provider,
    string Model,
    decimal Cost,
    long Input,
    long Output,
    long Reasoning,
    long CacheRead,
    long CacheWrite,
    long Milliseconds);
