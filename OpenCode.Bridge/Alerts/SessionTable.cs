using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Alerts;

/// <summary>The sessions of one server as far as they are known. What an event said after a snapshot was begun wins.</summary>
internal sealed class SessionTable
{
    private readonly Dictionary<string, Entry> entries = [];

    public IEnumerable<(Session Session, SessionState State)> All =>
        entries.Values.Where(entry => entry.Session is not null).Select(entry => (entry.Session!, entry.State));

    public Session? Find(string id) => entries.GetValueOrDefault(id)?.Session;

    /// <summary>The session a person started; the session itself while its ancestors are unknown.</summary>
    public string RootOf(string id)
    {
        // Guards against a cycle, which only a broken server could tell of.
        for (var steps = 0; steps < 32 && Find(id)?.ParentId is { } parent; steps++)
        {
            id = parent;
        }

        return id;
    }

    /// <summary>True when the session is the given one or nested in it.</summary>
    public bool IsWithin(string id, string ancestor)
    {
        for (var steps = 0; steps < 32; steps++)
        {
            if (id == ancestor)
            {
                return true;
            }

            if (Find(id)?.ParentId is not { } parent)
            {
                return false;
            }

            id = parent;
        }

        return false;
    }

    public void Put(Session session, DateTimeOffset now)
    {
        var entry = Entered(session.Id);
        entry.Session = session;
        entry.SessionAt = now;
    }

    public void SetState(string id, SessionState state, DateTimeOffset now)
    {
        var entry = Entered(id);
        entry.State = state;
        entry.StateAt = now;
    }

    public void Delete(string id, DateTimeOffset now)
    {
        foreach (var nested in entries.Keys.Where(key => IsWithin(key, id)).ToList())
        {
            var entry = entries[nested];
            entry.Session = null;
            entry.SessionAt = now;
            entry.State = SessionState.Idle;
            entry.StateAt = now;
        }
    }

    public void Dispose(string? directory, DateTimeOffset now)
    {
        foreach (var entry in entries.Values.Where(entry => directory is null || entry.Session?.Directory == directory))
        {
            entry.State = SessionState.Idle;
            entry.StateAt = now;
        }
    }

    /// <summary>True when an event said that the session's turn ended at or after the given time.</summary>
    public bool EndedSince(string id, DateTimeOffset since) =>
        entries.TryGetValue(id, out var entry) && entry.State == SessionState.Idle && entry.StateAt >= since;

    public void Merge(Snapshot snapshot)
    {
        foreach (var session in snapshot.Sessions)
        {
            var entry = Entered(session.Id);
            if (entry.SessionAt < snapshot.StartedAt)
            {
                entry.Session = session;
            }
        }

        var listed = snapshot.Sessions.Select(session => session.Id).ToHashSet();
        foreach (var (id, entry) in entries.ToList())
        {
            if (entry.StateAt < snapshot.StartedAt && (entry.Session is null || snapshot.Directories.Contains(entry.Session.Directory)))
            {
                entry.State = snapshot.States.GetValueOrDefault(id);
            }

            if (snapshot.Complete && !listed.Contains(id) && entry.SessionAt < snapshot.StartedAt && entry.StateAt < snapshot.StartedAt)
            {
                entries.Remove(id);
            }
        }
    }

    private Entry Entered(string id)
    {
        if (!entries.TryGetValue(id, out var entry))
        {
            entry = new();
            entries.Add(id, entry);
        }

        return entry;
    }

    private sealed class Entry
    {
        public Session? Session { get; set; }

        public DateTimeOffset SessionAt { get; set; } = DateTimeOffset.MinValue;

        public SessionState State { get; set; }

        public DateTimeOffset StateAt { get; set; } = DateTimeOffset.MinValue;
    }
}
