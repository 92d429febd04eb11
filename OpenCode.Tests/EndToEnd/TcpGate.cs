using System.Net;
using System.Net.Sockets;

namespace OpenCode.Tests.EndToEnd;

/// <summary>A way to a server on loopback that can be closed: then what clients say is taken and never passed on.</summary>
internal sealed class TcpGate : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly int _target;
    private readonly Task _accepting;

    public TcpGate(Uri server)
    {
        _target = server.Port;
        _listener.Start();
        Url = new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Url { get; }

    public bool IsClosed { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _accepting;
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = PassAsync(await _listener.AcceptTcpClientAsync(_ending.Token));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException)
        {
            // Disposed.
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target, _ending.Token);
                var (near, far) = (client.GetStream(), server.GetStream());
                // Whichever side ends: both do.
                await await Task.WhenAny(CopyAsync(near, far, () => IsClosed), CopyAsync(far, near, () => false));
            }
            catch (Exception broken) when (broken is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
            {
                // As on any way.
            }
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, Func<bool> swallow)
    {
        var buffer = new byte[16 * 1024];
        while (await from.ReadAsync(buffer, _ending.Token) is > 0 and var count)
        {
            if (!swallow())
            {
                await to.WriteAsync(buffer.AsMemory(0, count), _ending.Token);
            }
        }
    }
}
