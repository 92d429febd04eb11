namespace OpenCode.Bridge.Inbox.Security;

internal static class OpenPaths
{
    /// <summary>What probes and Prometheus call: by any name of the host and without a password. They tell states and counts, nothing else.</summary>
    public static bool IsOpen(this HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && request.Path.Value is "/alive" or "/health" or "/metrics";

    /// <summary>
    /// Below this path the token is the authority: a phone's button has no password and a page without script sends a form.
    /// </summary>
    public static bool IsByToken(this HttpRequest request) => request.Path.StartsWithSegments("/d");

    public static bool Changes(this HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));
}
