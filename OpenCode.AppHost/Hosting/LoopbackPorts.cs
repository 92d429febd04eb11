using System.Net;
using System.Net.Sockets;
using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Hosting;

/// <summary>A port that something of the stack will listen on.</summary>
/// <param name="Port">1 to 65535, or 0 for a free one.</param>
/// <param name="Setting">The setting that fixes it, for the message to the person; null where no setting does.</param>
internal sealed record PortRequest(string Name, int Port, string? Setting = null)
{
    public static PortRequest For(Service service) => new(service.Name, service.Endpoint.Port, service.Name switch
    {
        OpenCodeStack.OpenCode => "Stack:OpenCode:Port",
        OpenCodeStack.Bridge => "Stack:Bridge:Port",
        _ => null,
    });
}

internal static class LoopbackPorts
{
    /// <summary>Says early what <see cref="Allocate"/> would say.</summary>
    /// <exception cref="HostFailure">A fixed port cannot be had.</exception>
    public static void Check(params IEnumerable<Service> services) => Allocate(services.Select(PortRequest.For));

    /// <summary>
    /// Ports of 127.0.0.1, by the request's name. All listeners are held until the last one is chosen, so that no port
    /// is given twice; then they are released for the processes that will listen themselves.
    /// </summary>
    /// <exception cref="HostFailure">A fixed port cannot be had.</exception>
    public static IReadOnlyDictionary<string, int> Allocate(IEnumerable<PortRequest> requests)
    {
        var held = new Dictionary<string, TcpListener>();
        try
        {
            // Fixed ones first: a free port must not be one that a later request asks for by number.
            foreach (var request in requests.OrderBy(request => request.Port == 0))
            {
                held.Add(request.Name, Listen(request));
            }

            return held.ToDictionary(entry => entry.Key, entry => ((IPEndPoint)entry.Value.LocalEndpoint).Port);
        }
        finally
        {
            foreach (var listener in held.Values)
            {
                listener.Dispose();
            }
        }
    }

    private static TcpListener Listen(PortRequest request)
    {
        var listener = new TcpListener(IPAddress.Loopback, request.Port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException exception)
        {
            listener.Dispose();
            var reason = exception.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? "is taken by another program"
                : $"cannot be used ({exception.SocketErrorCode})";
            throw new HostFailure(
                $"Port {request.Port} of {request.Name} {reason}: set {request.Setting ?? "another port"} to a free port, or to 0 and one is chosen.");
        }
    }
}
