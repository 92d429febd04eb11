using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OpenCode.Bridge.Outbox;

namespace OpenCode.Bridge.Inbox;

/// <summary>What the API makes of bodies, and how it says what is wrong.</summary>
internal static class ApiBody
{
    /// <returns>One of the two.</returns>
    /// <param name="type">Its shape.</param>
    /// <param name="like">An example, for whoever sent something else.</param>
    public static async Task<(T? Body, IResult? Problem)> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, string like)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, type, request.HttpContext.RequestAborted) is { } body
                ? (body, null)
                : (null, Problem($"the body must be like {like}"));
        }
        catch (JsonException)
        {
            return (null, Problem($"the body must be like {like}"));
        }
        catch (BadHttpRequestException tooLarge)
        {
            return (null, Problem("the body is too large or broken", tooLarge.StatusCode));
        }
    }

    public static IResult Problem(string error, int status = StatusCodes.Status400BadRequest) =>
        Results.Json(new(error), InboxJson.Default.ProblemJson, statusCode: status);

    /// <summary>503 with the reason while the outbox cannot be read or written.</summary>
    public static IResult Guarded(Func<IResult> work)
    {
        try
        {
            return work();
        }
        catch (OutboxException broken)
        {
            return Problem($"the outbox {broken.Message}", StatusCodes.Status503ServiceUnavailable);
        }
    }
}
