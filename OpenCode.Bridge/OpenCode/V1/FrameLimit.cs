namespace OpenCode.Bridge.OpenCode.V1;

/// <summary>
/// Lets frames of any size up to a limit through and cuts off the rest of a larger one, so that a frame without end costs
/// bounded memory and the stream goes on behind it. What is left of such a frame is no valid JSON and is counted as that.
/// </summary>
internal sealed class FrameLimit(Stream inner, int limit) : StreamStage(inner)
{
    // Since the last blank line, which ends a frame.
    private long length;
    private bool lineBegins = true;
    private bool cutting;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        do
        {
            read = await Inner.ReadAsync(buffer, cancellationToken);
            if (read == 0)
            {
                return 0;
            }

            read = Pass(buffer.Span[..read]);
        }
        while (read == 0);

        return read;
    }

    /// <returns>How many bytes at the beginning are to be passed on; they are moved there.</returns>
    private int Pass(Span<byte> bytes)
    {
        var lineBegan = lineBegins;
        lineBegins = bytes[^1] == '\n';
        if (!cutting)
        {
            Count(bytes, lineBegan);
            return bytes.Length;
        }

        var end = lineBegan && bytes[0] == '\n' ? 0 : End(bytes, last: false);
        if (end < 0)
        {
            // A line end may be half of the frame's end, whose other half is in the next piece: the parser must see both.
            bytes[0] = (byte)'\n';
            return lineBegins ? 1 : 0;
        }

        cutting = false;
        var rest = bytes[end..];
        Count(rest, lineBegan: true);
        rest.CopyTo(bytes);
        return rest.Length;
    }

    private void Count(ReadOnlySpan<byte> bytes, bool lineBegan)
    {
        var end = End(bytes, last: true);
        length = end >= 0 ? bytes.Length - end : lineBegan && bytes[0] == '\n' ? bytes.Length : length + bytes.Length;
        cutting = length > limit;
    }

    /// <summary>Where the first or last blank line begins, with the line end before it; negative: nowhere.</summary>
    private static int End(ReadOnlySpan<byte> bytes, bool last)
    {
        var end = last ? bytes.LastIndexOf("\n\n"u8) : bytes.IndexOf("\n\n"u8);
        if (end >= 0)
        {
            return end;
        }

        return last ? bytes.LastIndexOf("\n\r\n"u8) : bytes.IndexOf("\n\r\n"u8);
    }
}
