namespace OpenCode.Bridge.OpenCode.V1;

/// <summary>
/// Takes out of the stream, before it is parsed, what nothing is made of: 98 of 100 frames while a model writes. Reads large
/// blocks, finds a frame's end by searching for it, and moves what is kept together. A frame that two blocks share, or that
/// is not one line of data, is left to the parser behind: this one only saves it work.
/// </summary>
/// <param name="inner">The stream; disposed of with this one.</param>
/// <param name="drop">Asked for the data of each frame: false keeps it in the stream.</param>
/// <param name="blockSize">Bytes read at once.</param>
internal sealed class FrameFilter(Stream inner, FrameFilter.Drop drop, int blockSize = 64 * 1024) : StreamStage(inner)
{
    private readonly byte[] block = new byte[blockSize];
    private int taken;
    private int filled;

    // The next byte begins a frame.
    private bool frameBegins = true;

    public delegate bool Drop(ReadOnlySpan<byte> data);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        taken < filled ? new(Take(buffer.Span)) : FillAsync(buffer, cancellationToken);

    private async ValueTask<int> FillAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (taken == filled)
        {
            var read = await Inner.ReadAsync(block, cancellationToken);
            if (read == 0)
            {
                return 0;
            }

            taken = 0;
            filled = Keep(block.AsSpan(0, read));
        }

        return Take(buffer.Span);
    }

    private int Take(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, filled - taken);
        block.AsSpan(taken, count).CopyTo(buffer);
        taken += count;
        return count;
    }

    /// <returns>How many bytes at the beginning are kept; they are moved there.</returns>
    private int Keep(Span<byte> bytes)
    {
        var kept = 0;
        for (var rest = bytes; rest.Length > 0;)
        {
            var length = frameBegins ? DroppedLength(rest) : 0;
            if (length == 0)
            {
                var end = rest.IndexOf("\n\n"u8);
                frameBegins = end >= 0;
                length = frameBegins ? end + 2 : rest.Length;
                rest[..length].CopyTo(bytes[kept..]);
                kept += length;
            }

            rest = rest[length..];
        }

        return kept;
    }

    /// <returns>The length of the frame at the beginning, with its blank line; 0 when it is kept.</returns>
    private int DroppedLength(ReadOnlySpan<byte> bytes)
    {
        var field = "data: "u8;
        if (!bytes.StartsWith(field))
        {
            return 0;
        }

        var end = bytes.IndexOf((byte)'\n');
        if (end < 0 || end + 1 == bytes.Length || bytes[end + 1] != '\n')
        {
            return 0;
        }

        return drop(bytes[field.Length..end]) ? end + 2 : 0;
    }
}
