using System.Net;
using System.Net.Sockets;

namespace OpenCode.Bridge.Channels.Push;

/// <summary>Connects to addresses that the policy allows, whatever a name turns out to mean at that moment.</summary>
internal static class PushConnect
{
    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, PushPolicy policy, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        // A proxy is the owner's choice and may be anywhere.
        var direct = host.Equals(context.InitialRequestMessage.RequestUri!.IdnHost, StringComparison.OrdinalIgnoreCase);
        var addresses = (await Dns.GetHostAddressesAsync(host, cancellationToken)).Where(address => !direct || policy.Allows(address)).ToArray();
        if (addresses.Length == 0)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "No address on the public internet");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
