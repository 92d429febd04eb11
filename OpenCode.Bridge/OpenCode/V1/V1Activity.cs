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

    /// <summary>Whether a delta may have to be told of; most are not even looked at.</summary>
    /// <param name="data">A frame whose kind is <see cref="V1Frame.Part"/>.</param>
    public bool IsWanted(ReadOnlySpan<byte> data) =>
        // The first one counts: a session alone that says little is seen too.
        count++ % Every == 0 && (V1Peek.SessionOf(data) is not { IsEmpty: false } session || IsDue(session, out _));

    /// <summary>The session that a piece of a message is of, when it was not told for a while.</summary>
    /// <param name="data">A frame whose kind is <see cref="V1Frame.Part"/>.</param>
    public SessionActive? Tell(ReadOnlySpan<byte> data)
    {
        if (!SessionOf(data, out var reader) || !IsDue(reader.ValueSpan, out var slot))
        {
            return null;
        }

        try
        {
            told[slot.Index] = (slot.Key, time.GetTimestamp());
            return new(reader.GetString()!);
        }
        catch (Exception malformed) when (V1Map.IsMalformed(malformed))
        {
            return null;
        }
    }

    /// <summary>Moves to the value of <c>sessionID</c>; false when there is none.</summary>
    private static bool SessionOf(ReadOnlySpan<byte> data, out Utf8JsonReader reader)
    {
        reader = new Utf8JsonReader(data);
        try
        {
            // {"directory":…,"payload":{…,"properties":{"sessionID":"ses_…",…
            while (reader.Read())
            {
                if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 3 } && reader.ValueTextEquals("sessionID"u8))
                {
                    return reader.Read() && reader.TokenType == JsonTokenType.String;
                }
            }
        }
        catch (Exception malformed) when (V1Map.IsMalformed(malformed))
        {
            // Of no session.
        }

        return false;
    }

    // Two sessions in one slot are told of more often, never less.
    private bool IsDue(ReadOnlySpan<byte> session, out (ulong Key, int Index) slot)
    {
        var hash = new HashCode();
        hash.AddBytes(session);
        var key = (ulong)(uint)hash.ToHashCode() | ((ulong)session.Length << 32);
        slot = (key, (int)(key % Slots));
        var (last, at) = told[slot.Index];
        return last != key || time.GetElapsedTime(at) >= Pause;
    }
}
