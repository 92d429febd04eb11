using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OpenCode.Benchmarks.Bridge;

/// <summary>
/// An OpenCode server that writes what it is told into its event stream and lists what is pending, and an ntfy server that
/// takes everything. Plain sockets and blocking threads: what is measured is at the other end.
/// </summary>
internal sealed class EventServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Action<Stream, string> stream;

    /// <param name="stream">Writes the stream of a connection, given its path; the connection ends when it returns.</param>
    public EventServer(Action<Stream, string> stream)
    {
        this.stream = stream;
        listener.Start(512);
        Start(Accept);
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>Bodies of POSTs with the moment of their last byte; without those that tell of a silent bridge.</summary>
    public BlockingCollection<(long At, string Body)> Posts { get; } = [];

    /// <summary>Permissions that the server lists, as JSON by id: an open alert that it does not list is withdrawn.</summary>
    public ConcurrentDictionary<string, string> Pending { get; } = [];

    public void Dispose()
    {
        listener.Stop();
        Posts.Dispose();
    }

    private static void Start(Action action) => new Thread(() => action()) { IsBackground = true }.Start();

    private void Accept()
    {
        try
        {
            while (true)
            {
                var client = listener.AcceptSocket();
                client.NoDelay = true;
                Start(() => Serve(client));
            }
        }
        catch (SocketException)
        {
            // Stopped.
        }
    }

    private void Serve(Socket client)
    {
        using var connection = new NetworkStream(client, ownsSocket: true);
        using var reader = new HeadReader(connection);
        try
        {
            while (reader.Read() is { } head)
            {
                if (head.Path.EndsWith("/global/event", StringComparison.Ordinal))
                {
                    connection.Write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"u8);
                    connection.Write("data: {\"payload\":{\"id\":\"evt_0\",\"type\":\"server.connected\",\"properties\":{}}}\n\n"u8);
                    stream(connection, head.Path);
                    return;
                }

                if (head.Method == "POST" && !head.Body.Contains("\"sequence_id\":\"bridge-", StringComparison.Ordinal))
                {
                    Posts.Add((Stopwatch.GetTimestamp(), head.Body));
                }

                Answer(connection, head.Path);
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The other end, or the benchmark, is done.
        }
    }

    private void Answer(NetworkStream connection, string path)
    {
        var json = path[(path.LastIndexOf('/') + 1)..] switch
        {
            "health" => """{"healthy":true,"version":"1.18.29"}""",
            "status" => "{}",
            "permission" => $"[{string.Join(',', Pending.Values)}]",
            "question" or "session" => "[]",
            ['s', 'e', 's', '_', ..] and var id => $$$"""{"id":"{{{id}}}","title":"A task","directory":"/workspaces/project-1","time":{"created":1,"updated":1}}""",
            _ => """{"id":"accepted","time":1}""",
        };
        connection.Write(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n{json}"));
    }
}
