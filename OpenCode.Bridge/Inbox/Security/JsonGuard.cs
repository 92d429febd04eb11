using Microsoft.Net.Http.Headers;

namespace OpenCode.Bridge.Inbox.Security;

/// <summary>415 for a change that is not JSON: a plain form of another site needs no permission of the browser.</summary>
internal sealed class JsonGuard(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Changes() || IsJson(context.Request) || context.Request.IsByToken())
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        return Task.CompletedTask;
    }

    private static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);
}
