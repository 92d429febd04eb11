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
    public static PeekedKind Of(ReadOnlySpan<byte> data)
    {
        // In the text of a string each quote has a backslash before it, so this is the key and no text; and without another
        // brace before it the key of the frame itself.
        var key = "\"payload\":{"u8;
        var payload = data.IndexOf(key);
        if (payload < 1 || data[0] != '{' || data[1..payload].Contains((byte)'{'))
        {
            return PeekedKind.Unknown;
        }

        var rest = data[(payload + key.Length)..];
        if (rest.StartsWith("\"type\":\"sync\""u8))
        {
            return PeekedKind.Sync;
        }

        var id = "\"id\":\""u8;
        if (!rest.StartsWith(id))
        {
            return PeekedKind.Unknown;
        }

        rest = rest[id.Length..];
        var end = rest.IndexOf((byte)'"');
        return end >= 0 && rest[end..].StartsWith("\",\"type\":\"message.part."u8) ? PeekedKind.Part : PeekedKind.Unknown;
    }
}
