using Microsoft.Extensions.Primitives;

namespace OpenCode.Bridge.Inbox.Security;

/// <summary>
/// Headers of every answer. The policy allows the page's own files only: no inline script or style, no other origin, no
/// frame around it.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private static readonly StringValues Policy = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // Commands and questions do not belong into a shared or disk cache.
        headers.CacheControl = "no-store";
        return next(context);
    }
}
