using System.Net;
using OpenCode.Bridge.Settings;

namespace OpenCode.Bridge.Inbox.Security;

/// <summary>
/// 421 for a Host that is not the bridge's: a name of the attacker's that resolves to this machine (DNS rebinding) would
/// make a foreign page same-origin. Without a password only loopback names count, and only callers from this machine.
/// </summary>
internal sealed class HostGuard(RequestDelegate next, BridgeSettings settings)
{
    private const int DefaultPort = 80;

    private readonly HashSet<string> listening = settings.ListenUrls
        .Select(url => BindingAddress.Parse(url).Host)
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.IsOpen() || IsOwn(context))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        return Task.CompletedTask;
    }

    private bool IsOwn(HttpContext context)
    {
        var host = context.Request.Host;
        var connection = context.Connection;
        if (settings.Login is null && !IsLoopback(connection.RemoteIpAddress))
        {
            return false;
        }

        if ((host.Port ?? DefaultPort) == connection.LocalPort && (IsLoopbackName(host.Host) || IsOwnAddress(host.Host, connection.LocalIpAddress)))
        {
            return true;
        }

        return settings is { Login: not null, PublicUrl: { } url }
            && string.Equals(host.Host, url.Host, StringComparison.OrdinalIgnoreCase)
            && (host.Port is null || host.Port == url.Port);
    }

    private bool IsOwnAddress(string host, IPAddress? local) =>
        settings.Login is not null
        && (listening.Contains(host)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && local is not null && Plain(address).Equals(Plain(local))));

    private static bool IsLoopbackName(string host) =>
        host is "127.0.0.1" or "[::1]" || string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase);

    private static bool IsLoopback(IPAddress? address) => address is not null && IPAddress.IsLoopback(Plain(address));

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
