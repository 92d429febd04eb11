using System.Net;
using System.Net.Sockets;

namespace OpenCode.Tests.Bridge.Crash;

internal static class FreePort
{
    /// <summary>Free a moment ago: for a process that must get the same one again after it was killed.</summary>
    public static int Next()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
