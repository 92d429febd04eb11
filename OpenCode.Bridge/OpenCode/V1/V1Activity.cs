using System.Text.Json;

namespace OpenCode.Bridge.OpenCode.V1;

/// <summary>
/// Finds out which sessions make progress without reading every piece of every message: those come 400 a second, and a
/// session is called stalled after minutes. Each session is told of once in <see cref="Pause"/> at most.
/// </summary>
internal sealed class V1Activity(TimeProvider time)
{
    private const int Every = 16;
    private const int Slots = 256;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly (ulong Session, long At)[] told = new (ulong, long)[Slots];
    private int count;

    /// <param name="data">A frame whose kind is <see cref="V1Frame.Part"/>.</param>
    public SessionActive? Sample(ReadOnlySpan<byte> data)
    {
        // The first one counts: a session alone that says little is seen too.
        if (count++ % Every != 0)
        {
            return null;
        }

        try
        {
            return Tell(data);
        }
        catch (Exception malformed) when (V1Map.IsMalformed(malformed))
        {
            return null;
        }
    }

    private SessionActive? Tell(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        // {"directory":…,"payload":{…,"properties":{"sessionID":"ses_…",…
        while (reader.Read())
        {
            if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 3 } && reader.ValueTextEquals("sessionID"u8))
            {
                reader.Read();
                return reader.TokenType == JsonTokenType.String && IsDue(reader.ValueSpan) ? new(reader.GetString()!) : null;
            }
        }

        return null;
    }

    // Two sessions in one slot are told of more often, never less.
    private bool IsDue(ReadOnlySpan<byte> session)
    {
        var hash = new HashCode();
        hash.AddBytes(session);
        var key = (ulong)(uint)hash.ToHashCode() | ((ulong)session.Length << 32);
        ref var slot = ref told[key % Slots];
        var now = time.GetTimestamp();
        if (slot.Session == key && time.GetElapsedTime(slot.At, now) < Pause)
        {
            return false;
        }

        slot = (key, now);
        return true;
    }
}
