using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace OpenCode.Benchmarks.Bridge;

/// <summary>A request, its query left out.</summary>
internal sealed record RequestHead(string Method, string Path, string Body);

/// <summary>Reads one HTTP/1.1 request after the other, as .NET's client writes them: with a length, never chunked.</summary>
internal sealed class HeadReader(NetworkStream connection) : IDisposable
{
    private readonly byte[] buffer = new byte[64 * 1024];
    private int filled;

    public void Dispose() => connection.Dispose();

    /// <returns>Null when the other end is done.</returns>
    public RequestHead? Read()
    {
        int end;
        while ((end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!Fill())
            {
                return null;
            }
        }

        var lines = Encoding.ASCII.GetString(buffer, 0, end).Split("\r\n");
        var length = lines.FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) is { } header
            ? int.Parse(header.AsSpan("Content-Length:".Length).Trim(), CultureInfo.InvariantCulture)
            : 0;
        var whole = end + 4 + length;
        while (filled < whole)
        {
            if (!Fill())
            {
                return null;
            }
        }

        var first = lines[0].Split(' ');
        var body = Encoding.UTF8.GetString(buffer, end + 4, length);
        buffer.AsSpan(whole, filled - whole).CopyTo(buffer);
        filled -= whole;
        return new(first[0], first[1].Split('?')[0], body);
    }

    private bool Fill()
    {
        var read = connection.Read(buffer, filled, buffer.Length - filled);
        filled += read;
        return read > 0;
    }
}
