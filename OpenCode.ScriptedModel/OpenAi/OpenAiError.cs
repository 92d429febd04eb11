using System.Text.Json.Serialization;

namespace OpenCode.ScriptedModel.OpenAi;

/// <summary>An answer in the shape of OpenAI's errors: <c>{"error":{"message","type","param","code"}}</c>.</summary>
/// <param name="RetryAfter">Value of the header <c>Retry-After</c>; null: no header.</param>
internal sealed record OpenAiError(int Status, string Message, string Type, string? Code = null, string? RetryAfter = null)
{
    private const string InvalidRequest = "invalid_request_error";

    public static OpenAiError BadRequest(string message, int status = StatusCodes.Status400BadRequest) =>
        new(status, message, InvalidRequest);

    public static OpenAiError UnknownUrl(string method, string path) =>
        new(StatusCodes.Status404NotFound, $"Unknown request URL: {method} {path}.", InvalidRequest, "unknown_url");

    public Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        if (RetryAfter is not null)
        {
            context.Response.Headers.RetryAfter = RetryAfter;
        }

        return context.Response.WriteAsJsonAsync(
            new ErrorBody(new(Message, Type, Code)),
            ScriptedModelJson.Default.ErrorBody,
            cancellationToken: context.RequestAborted);
    }
}

internal sealed record ErrorBody(ErrorDetail Error);

internal sealed record ErrorDetail(
    string Message, string Type, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Code)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Param { get; }
}
