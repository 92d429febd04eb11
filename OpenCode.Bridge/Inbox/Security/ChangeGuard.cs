using OpenCode.Bridge.Settings;

namespace OpenCode.Bridge.Inbox.Security;

/// <summary>403 for a change that another site's page asks for: the browser would send the password along.</summary>
internal sealed class ChangeGuard(RequestDelegate next, BridgeSettings settings)
{
    private readonly string? publicOrigin = settings.PublicUrl?.GetLeftPart(UriPartial.Authority);

    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Changes() || !IsForeign(context.Request))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private bool IsForeign(HttpRequest request)
    {
        if (string.Equals(request.Headers["Sec-Fetch-Site"], "cross-site", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        // Not from a browser's page.
        if (request.Headers.Origin.Count == 0)
        {
            return false;
        }

        var origin = request.Headers.Origin.ToString();
        return !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            && !string.Equals(origin, publicOrigin, StringComparison.OrdinalIgnoreCase);
    }
}
