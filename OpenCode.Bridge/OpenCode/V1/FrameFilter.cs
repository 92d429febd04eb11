namespace OpenCode.Bridge.OpenCode.V1;

/// <summary>
/// Takes out of the stream, before it is parsed, what nothing is made of: 98 of 100 frames while a model writes. Reads large
/// blocks, finds a frame's end by searching for it, and moves what is kept together. A frame that is not one line of data,
/// or is larger than half a block, is left to the parser behind: this one only saves it work.
/// </summary>
/// <param name="inner">The stream; disposed of with this one.</param>
/// <param name="drop">Asked for the data of each frame: false keeps it in the stream.</param>
/// <param name="blockSize">Bytes read at once; twice as many after each read that fills the block.</param>
/// <param name="largestBlock">Bytes. Each read of a flood wakes both ends, so that fewer and larger ones are quicker.</param>
internal sealed class FrameFilter(Stream inner, FrameFilter.Drop drop, int blockSize = 16 * 1024, int largestBlock = FrameFilter.LargestBlock) : StreamStage(inner)
{
    public const int LargestBlock = 256 * 1024;

    private byte[] block = new byte[blockSize];

    // Of the block: from here to there is to be handed on, …
    private int taken;
    private int kept;

    // … and from here to there a frame has begun whose end is not read yet.
    private int begun;
    private int filled;

    // The next byte begins a frame.
    private bool frameBegins = true;

    public delegate bool Drop(ReadOnlySpan<byte> data);

    private static ReadOnlySpan<byte> Field => "data: "u8;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        taken < kept ? new(Take(buffer.Span)) : FillAsync(buffer, cancellationToken);

    private async ValueTask<int> FillAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (taken == kept)
        {
            var carried = filled - begun;
            var next = filled == block.Length && block.Length < largestBlock ? new byte[block.Length * 2] : block;
            block.AsSpan(begun, carried).CopyTo(next);
            (block, taken, kept, begun, filled) = (next, 0, 0, 0, carried);
            var read = await Inner.ReadAsync(block.AsMemory(carried), cancellationToken);
            if (read > 0)
            {
                filled += read;
                Keep();
            }
            else if (carried > 0)
            {
                kept = begun = carried;
                frameBegins = false;
            }
            else
            {
                return 0;
            }
        }

        return Take(buffer.Span);
    }

    private int Take(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, kept - taken);
        block.AsSpan(taken, count).CopyTo(buffer);
        taken += count;
        return count;
    }

    /// <summary>Moves what is kept to the beginning of the block.</summary>
    private void Keep()
    {
        while (begun < filled)
        {
            var rest = block.AsSpan(begun, filled - begun);
            var length = frameBegins ? DroppedLength(rest) : 0;
            if (length == 0)
            {
                var end = rest.IndexOf("\n\n"u8);
                if (end < 0 && frameBegins && rest.Length <= block.Length / 2 && MayBecomeDropped(rest))
                {
                    return;
                }

                frameBegins = end >= 0;
                length = frameBegins ? end + 2 : rest.Length;
                rest[..length].CopyTo(block.AsSpan(kept));
                kept += length;
            }

            begun += length;
        }
    }

    /// <returns>The length of the frame at the beginning, with its blank line; 0 when it is kept.</returns>
    private int DroppedLength(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(Field))
        {
            return 0;
        }

        var end = bytes.IndexOf((byte)'\n');
        if (end < 0 || end + 1 == bytes.Length || bytes[end + 1] != '\n')
        {
            return 0;
        }

        return drop(bytes[Field.Length..end]) ? end + 2 : 0;
    }

    /// <summary>A frame of another form is not waited for: its end may have come already, and not be seen here.</summary>
    private static bool MayBecomeDropped(ReadOnlySpan<byte> begun)
    {
        var lineEnd = begun.IndexOfAny((byte)'\n', (byte)'\r');
        return (begun.StartsWith(Field) || Field.StartsWith(begun)) && (lineEnd < 0 || (begun[lineEnd] == '\n' && lineEnd == begun.Length - 1));
    }
}
