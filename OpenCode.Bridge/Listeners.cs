using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OpenCode.Bridge.Metrics;
using OpenCode.Bridge.Settings;

namespace OpenCode.Bridge;

/// <summary>Where the bridge listens. Opened one by one, so that a connection knows which listener accepted it.</summary>
internal static class Listeners
{
    public static void Open(KestrelServerOptions kestrel, BridgeSettings settings)
    {
        foreach (var url in settings.ListenUrls)
        {
            Open(kestrel, url, _ => { });
        }

        foreach (var url in settings.MetricsUrls)
        {
            Open(kestrel, url, listener => listener.ServeMetrics());
        }
    }

    /// <summary>True for what a start throws when a port is taken, needs rights, or is of an address that is not here.</summary>
    public static bool IsRefusal(Exception failure) => failure is SocketException or IOException { InnerException: AddressInUseException };

    /// <summary>The line that names variable and URL. The exception names neither, so each is tried once more.</summary>
    public static string Refusal(BridgeSettings settings, Exception failure)
    {
        var reason = failure is SocketException ? failure.Message : "the port is taken";
        (string Name, string Url)[] listeners =
        [
            .. settings.ListenUrls.Select(url => (ListenUrls.Variable, url)),
            .. settings.MetricsUrls.Select(url => (ListenUrls.MetricsVariable, url)),
        ];
        var (name, url) = listeners.FirstOrDefault(listener => !CanListen(listener.Url), listeners[0]);
        return $"{name}={url} cannot be opened: {reason}; allowed is a free port of an address of this machine";
    }

    // As Kestrel understands it: what is neither localhost nor an IP address is any address.
    private static void Open(KestrelServerOptions kestrel, string url, Action<ListenOptions> configure)
    {
        var address = BindingAddress.Parse(url);
        if (IsLocalhost(address))
        {
            kestrel.ListenLocalhost(address.Port, configure);
        }
        else if (IPAddress.TryParse(address.Host, out var ip))
        {
            kestrel.Listen(ip, address.Port, configure);
        }
        else
        {
            kestrel.ListenAnyIP(address.Port, configure);
        }
    }

    private static bool CanListen(string url)
    {
        var address = BindingAddress.Parse(url);
        var ip = IsLocalhost(address) ? IPAddress.Loopback : IPAddress.TryParse(address.Host, out var parsed) ? parsed : IPAddress.Any;
        try
        {
            using var listener = new TcpListener(ip, address.Port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static bool IsLocalhost(BindingAddress address) => string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase);
}
