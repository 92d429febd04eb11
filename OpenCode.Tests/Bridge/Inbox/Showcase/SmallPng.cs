using System.Buffers.Binary;
using System.IO.Compression;

namespace OpenCode.Tests.Bridge.Inbox.Showcase;

/// <summary>
/// Writes a browser's picture a quarter smaller, every pixel the same. The browser filters each line of pixels, which suits
/// photographs; text on plain ground compresses better as it is.
/// </summary>
internal static class SmallPng
{
    private const int HeadLength = 8;

    /// <param name="png">8 bits a channel, not interlaced: what Chromium writes.</param>
    public static byte[] From(byte[] png)
    {
        var pieces = Pieces(png).ToList();
        var header = pieces[0].Data;
        var pixel = header[9] == 6 ? 4 : 3;
        var width = BinaryPrimitives.ReadInt32BigEndian(header) * pixel;
        var lines = Inflate(pieces.Where(piece => piece.Type == "IDAT").SelectMany(piece => piece.Data).ToArray());
        for (var at = 0; at < lines.Length; at += width + 1)
        {
            Unfilter(lines, at, width, pixel);
        }

        using var result = new MemoryStream();
        result.Write(png, 0, HeadLength);
        Write(result, "IHDR", header);
        Write(result, "IDAT", Deflate(lines));
        Write(result, "IEND", []);
        return result.ToArray();
    }

    private static IEnumerable<(string Type, byte[] Data)> Pieces(byte[] png)
    {
        for (var at = HeadLength; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            yield return (System.Text.Encoding.ASCII.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + length)]);
            at += length + 12;
        }
    }

    // https://www.w3.org/TR/png-3/#9Filters
    private static void Unfilter(byte[] lines, int start, int width, int pixel)
    {
        var filter = lines[start];
        lines[start] = 0;
        for (var at = start + 1; at <= start + width; at++)
        {
            var inLine = at - start > pixel;
            var left = inLine ? lines[at - pixel] : 0;
            var above = start > 0 ? lines[at - width - 1] : 0;
            var corner = inLine && start > 0 ? lines[at - width - 1 - pixel] : 0;
            lines[at] += (byte)(filter switch
            {
                1 => left,
                2 => above,
                3 => (left + above) / 2,
                4 => Paeth(left, above, corner),
                _ => 0,
            });
        }
    }

    private static int Paeth(int left, int above, int corner)
    {
        var (toLeft, toAbove, toCorner) = (Math.Abs(above - corner), Math.Abs(left - corner), Math.Abs(left + above - (2 * corner)));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }

    private static byte[] Inflate(byte[] data)
    {
        using var plain = new MemoryStream();
        using var stream = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
        stream.CopyTo(plain);
        return plain.ToArray();
    }

    private static byte[] Deflate(byte[] data)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            stream.Write(data);
        }

        return packed.ToArray();
    }

    private static void Write(Stream png, string type, byte[] data)
    {
        byte[] named = [.. System.Text.Encoding.ASCII.GetBytes(type), .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(named);
        BinaryPrimitives.WriteUInt32BigEndian(number, Checksum(named));
        png.Write(number);
    }

    // CRC-32 of ISO 3309; https://www.w3.org/TR/png-3/#5CRC-algorithm
    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        var rest = uint.MaxValue;
        foreach (var one in data)
        {
            rest ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                rest = (rest & 1) == 0 ? rest >> 1 : (rest >> 1) ^ 0xEDB88320;
            }
        }

        return ~rest;
    }
}
