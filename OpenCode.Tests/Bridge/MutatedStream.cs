using System.Text;

namespace OpenCode.Tests.Bridge;

/// <summary>Mutated frames of the recordings, made as they are read. The same seed makes the same frames.</summary>
internal sealed class MutatedStream(int frames, int seed) : MemoryStream
{
    private static readonly string[] Numbers = ["1e400", "-1", "99999999999999999999999999", "1e-400", "18446744073709551616", "0.1e1", "NaN"];
    private static readonly string[] Keys = ["type", "payload", "properties", "sessionID", "id", "directory", "info", "time"];

    private readonly Random random = new(seed);
    private readonly List<byte[]> seeds = Seeds();
    private byte[] current = [];
    private int position;
    private int made;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (position == current.Length)
        {
            if (made++ == frames)
            {
                return new(0);
            }

            current = [.. "data: "u8, .. Mutate(seeds[random.Next(seeds.Count)]), .. "\n\n"u8];
            position = 0;
        }

        var size = Math.Min(current.Length - position, Math.Min(buffer.Length, random.Next(8) == 0 ? 1 + random.Next(16) : int.MaxValue));
        current.AsSpan(position, size).CopyTo(buffer.Span);
        position += size;
        return new(size);
    }

    private static List<byte[]> Seeds()
    {
        // Each kind of frame equally often: as they come, nearly all would be pieces of messages.
        var frames = Recording.Names.SelectMany(name => Encoding.UTF8.GetString(Recording.Bytes(name)).Split("\n\n"))
            .Where(frame => frame.StartsWith("data: {", StringComparison.Ordinal))
            .Select(frame => frame["data: ".Length..]);
        return [.. frames
            .GroupBy(frame => frame.Split("\"type\":\"", 2) is [_, var rest] ? rest.Split('"', 2)[0] : "")
            .SelectMany(kind => kind.Take(40))
            .Select(Encoding.UTF8.GetBytes)];
    }

    private byte[] Mutate(byte[] frame) => random.Next(10) switch
    {
        0 => frame,
        1 => Flip(frame, 1),
        2 => Flip(frame, 1 + random.Next(32)),
        3 => frame[..random.Next(frame.Length)],
        4 => Insert(frame, random.Next(2) == 0 ? "\n" : "\n\n"),
        5 => Insert(frame, new string(random.Next(2) == 0 ? '[' : '{', 1 + random.Next(200))),
        6 => Replace(frame, '0', '9', Numbers[random.Next(Numbers.Length)]),
        7 => Duplicate(frame),
        8 => [.. frame[..random.Next(frame.Length)], .. seeds[random.Next(seeds.Count)]],
        _ => Fresh(frame),
    };

    private byte[] Flip(byte[] frame, int bits)
    {
        var flipped = (byte[])frame.Clone();
        for (var bit = 0; bit < bits; bit++)
        {
            flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
        }

        return flipped;
    }

    private byte[] Insert(byte[] frame, string text)
    {
        var at = random.Next(frame.Length);
        return [.. frame[..at], .. Encoding.UTF8.GetBytes(text), .. frame[at..]];
    }

    /// <summary>Another number, or other letters, at some place where there are such.</summary>
    private byte[] Replace(byte[] frame, char from, char to, string text)
    {
        var start = Array.FindIndex(frame, random.Next(frame.Length), one => one >= from && one <= to);
        if (start < 0)
        {
            return frame;
        }

        var end = Array.FindIndex(frame, start, one => one < from || one > to);
        return [.. frame[..start], .. Encoding.UTF8.GetBytes(text), .. end < 0 ? [] : frame[end..]];
    }

    private byte[] Duplicate(byte[] frame)
    {
        var starts = Enumerable.Range(0, frame.Length).Where(index => frame[index] == '{').ToList();
        var at = starts[random.Next(starts.Count)] + 1;
        var value = random.Next(3) switch { 0 => "null", 1 => "\"session.idle\"", _ => "{}" };
        return [.. frame[..at], .. Encoding.UTF8.GetBytes($"\"{Keys[random.Next(Keys.Length)]}\":{value},"), .. frame[at..]];
    }

    /// <summary>The same frame of another session, request or message: whole, and new to the machine.</summary>
    private byte[] Fresh(byte[] frame)
    {
        var text = Encoding.UTF8.GetString(frame);
        foreach (var prefix in new[] { "ses_", "per_", "que_", "msg_" }.Where(_ => random.Next(2) == 0))
        {
            text = text.Replace(prefix, $"{prefix}{random.Next(1_000_000):x}", StringComparison.Ordinal);
        }

        return Encoding.UTF8.GetBytes(text);
    }
}
