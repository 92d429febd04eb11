namespace OpenCode.Bridge.Inbox.Security;

/// <summary>What probes and Prometheus call: by any name of the host and without a password. They tell states and counts, nothing else.</summary>
internal static class OpenPaths
{
    public static bool IsOpen(this HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && request.Path.Value is "/alive" or "/health" or "/metrics";

    public static bool Changes(this HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));
}
