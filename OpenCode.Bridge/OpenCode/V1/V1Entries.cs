using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OpenCode.Bridge.OpenCode.V1;

/// <summary>Reads lists entry by entry: one that cannot be read is told of once a kind and hides none of the others.</summary>
internal sealed class V1Entries(string name, ILogger logger)
{
    private readonly ConcurrentDictionary<string, bool> reported = [];

    /// <param name="kind">What the entries are, for the log.</param>
    /// <param name="entries">As the server listed them.</param>
    /// <param name="type">Their shape.</param>
    /// <param name="map">To the port's words.</param>
    /// <param name="unread">Takes the broken entries.</param>
    public List<T> Read<TWire, T>(
        string kind,
        IEnumerable<JsonElement> entries,
        JsonTypeInfo<TWire> type,
        Func<TWire, T> map,
        ICollection<JsonElement> unread)
    {
        var read = new List<T>();
        foreach (var entry in entries)
        {
            try
            {
                read.Add(map(entry.Deserialize(type) ?? throw new JsonException("Null")));
            }
            catch (Exception broken) when (V1Map.IsMalformed(broken))
            {
                unread.Add(entry);
                if (reported.TryAdd(kind, true))
                {
                    V1Log.EntrySkipped(logger, name, kind);
                }
            }
        }

        return read;
    }
}
