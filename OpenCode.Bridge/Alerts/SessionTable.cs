using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Alerts;

/// <summary>The sessions of one server as far as they are known. What an event said after a snapshot was begun wins.</summary>
internal sealed class SessionTable
{
    /// <summary>Beyond any sensible server: only one that makes ids up comes near to it.</summary>
    public const int Limit = 20_000;

    private readonly Dictionary<string, SessionEntry> entries = [];

    public IEnumerable<(Session Session, SessionState State, DateTimeOffset? RetryAt)> All =>
        entries.Values.Where(entry => entry.Session is not null).Select(entry => (entry.Session!, entry.State, entry.RetryAt));

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

    /// <summary>Sessions that exist and are not idle.</summary>
    public IEnumerable<(Session Session, DateTimeOffset ActiveAt, DateTimeOffset? RetrySince)> Running => entries.Values
        .Where(entry => entry is { Session: not null, State: not SessionState.Idle })
        .Select(entry => (entry.Session!, entry.ActiveAt, entry.RetrySince));

    /// <summary>True when the session or one nested in it is not idle.</summary>
    public bool IsRunning(string root) => Running.Any(running => IsWithin(running.Session.Id, root));

    /// <summary>The sessions nested in the given one, at any depth.</summary>
    public IEnumerable<Session> NestedIn(string root) =>
        entries.Values.Select(entry => entry.Session).OfType<Session>().Where(session => session.Id != root && IsWithin(session.Id, root));

    /// <summary>False in a row of retries, and while nothing is known.</summary>
    public bool IsProgressing(string id) => entries.GetValueOrDefault(id) is { RetrySince: null };

    /// <summary>Something came of the session's work, which also ends a row of retries.</summary>
    public void Progress(string id, DateTimeOffset now)
    {
        // Work in a session is work of those it is nested in: they wait for it.
        for (var steps = 0; steps < 32 && entries.TryGetValue(id, out var entry); steps++)
        {
            entry.ActiveAt = now;
            entry.RetrySince = steps == 0 ? null : entry.RetrySince;
            if (entry.Session?.ParentId is not { } parent)
            {
                return;
            }

            id = parent;
        }
    }

    public void Put(Session session, DateTimeOffset now)
    {
        var entry = Entered(session.Id);
        entry.Session = session;
        entry.SessionAt = now;
    }

    public void SetState(string id, SessionState state, DateTimeOffset now, DateTimeOffset? retryAt = null)
    {
        var entry = Entered(id);
        entry.SetState(state, now, retryAt);
        entry.StateAt = now;
    }

    public void Delete(string id, DateTimeOffset now)
    {
        foreach (var nested in entries.Keys.Where(key => IsWithin(key, id)).ToList())
        {
            var entry = entries[nested];
            entry.Session = null;
            entry.SessionAt = now;
            entry.SetState(SessionState.Idle, now);
            entry.StateAt = now;
        }
    }

    public void Dispose(string? directory, DateTimeOffset now)
    {
        foreach (var entry in entries.Values.Where(entry => directory is null || entry.Session?.Directory == directory))
        {
            entry.SetState(SessionState.Idle, now);
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
                entry.SetState(snapshot.States.GetValueOrDefault(id), snapshot.StartedAt, snapshot.RetryAt.TryGetValue(id, out var retryAt) ? retryAt : null);
            }

            if (snapshot.Complete && !listed.Contains(id) && entry.SessionAt < snapshot.StartedAt && entry.StateAt < snapshot.StartedAt)
            {
                entries.Remove(id);
            }
        }
    }

    private SessionEntry Entered(string id)
    {
        if (!entries.TryGetValue(id, out var entry))
        {
            if (entries.Count >= Limit)
            {
                Shrink();
            }

            entry = new();
            entries.Add(id, entry);
        }

        return entry;
    }

    // What is forgotten here and still matters is in the next snapshot.
    private void Shrink()
    {
        foreach (var id in entries.OrderBy(entry => entry.Value.TouchedAt).Take(Limit / 2).Select(entry => entry.Key).ToList())
        {
            entries.Remove(id);
        }
    }
}
