namespace OpenCode.Bridge.OpenCode.V1;

internal enum PeekedKind
{
    /// <summary>Not known without reading the frame token by token, at several times the cost.</summary>
    Unknown,

    /// <summary>A piece of a message.</summary>
    Part,

    /// <summary>The twin of another frame.</summary>
    Sync,
}

/// <summary>What a frame is, when that can be told by its bytes as OpenCode writes them.</summary>
internal static class V1Peek
{
    public static PeekedKind Of(ReadOnlySpan<byte> data) => Of(data, out _);

    /// <summary>The id of the session that a piece of a message is of, as it is written; empty when it is elsewhere than usual.</summary>
    public static ReadOnlySpan<byte> SessionOf(ReadOnlySpan<byte> data)
    {
        if (Of(data, out var rest) != PeekedKind.Part || !SkipText(ref rest) || !Skip(ref rest, ",\"properties\":{\"sessionID\":\""u8))
        {
            return [];
        }

        var id = rest;
        return SkipText(ref rest) ? id[..^(rest.Length + 1)] : [];
    }

    private static PeekedKind Of(ReadOnlySpan<byte> data, out ReadOnlySpan<byte> rest)
    {
        rest = [];
        if (data.Length == 0 || data[0] != '{')
        {
            return PeekedKind.Unknown;
        }

        // Before the second brace of a frame stands a key of the frame itself, or text; and in text each quote has a
        // backslash before it, so that no text ends like this key with what is before it.
        var brace = data[1..].IndexOf((byte)'{') + 1;
        if (brace == 0 || !(data[..brace].EndsWith(",\"payload\":"u8) || data[..brace].SequenceEqual("{\"payload\":"u8)))
        {
            return PeekedKind.Unknown;
        }

        rest = data[(brace + 1)..];
        if (rest.StartsWith("\"type\":\"sync\""u8))
        {
            return PeekedKind.Sync;
        }

        return Skip(ref rest, "\"id\":\""u8) && SkipText(ref rest) && Skip(ref rest, ",\"type\":\"message.part."u8) ? PeekedKind.Part : PeekedKind.Unknown;
    }

    private static bool Skip(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> what)
    {
        if (!rest.StartsWith(what))
        {
            return false;
        }

        rest = rest[what.Length..];
        return true;
    }

    /// <summary>Skips text with the quote at its end; not one that has an escape in it, and so perhaps a quote.</summary>
    private static bool SkipText(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOfAny((byte)'"', (byte)'\\');
        if (end < 0 || rest[end] == '\\')
        {
            return false;
        }

        rest = rest[(end + 1)..];
        return true;
    }
}
