using System.Collections.Concurrent;
using System.Text.Json;

namespace OpenCode.Bridge.OpenCode.V1;

/// <summary>
/// Puts a snapshot together: one list of sessions over all projects, then for each directory what is pending and running.
/// A directory that hangs or answers with an error (a broken project configuration does that) is left out, the rest counts.
/// </summary>
internal sealed class V1SnapshotReader(string name, V1Client client, TimeProvider time, ILogger<V1SnapshotReader> logger)
{
    /// <summary>Each directory asked about costs the server an instance: the oldest sessions are left out.</summary>
    public const int SessionLimit = 1000;

    private const int AtOnce = 4;

    // Against a cycle, which only a broken server could tell of.
    private const int Generations = 32;

    private readonly V1Entries entries = new(name, logger);
    private readonly V1TurnReader turns = new(name, client, logger);
    private readonly ConcurrentDictionary<string, bool> skipped = [];

    public async Task<Snapshot> ReadAsync(SnapshotScope scope, CancellationToken cancellationToken)
    {
        var startedAt = time.GetUtcNow();
        var wire = await client.GetAsync($"experimental/session?limit={SessionLimit}", V1Json.Default.JsonElementArray, cancellationToken);
        var unread = new List<JsonElement>();
        var sessions = entries.Read("session", wire, V1Json.Default.V1Session, V1Map.Session, unread)
            .DistinctBy(session => session.Id)
            .ToDictionary(session => session.Id);
        // What could not be read is no proof that a session is gone.
        var complete = wire.Length < SessionLimit && unread.Count == 0;

        var parts = await ReadDirectoriesAsync([.. sessions.Values.Select(session => session.Directory).Concat(scope.Directories).Distinct()], cancellationToken);
        var requests = parts.SelectMany(part => part.Requests).OrderBy(request => request.Id, StringComparer.Ordinal).ToList();
        var missing = await ResolveSessionsAsync(requests, sessions, cancellationToken);
        var states = parts.SelectMany(part => part.States).DistinctBy(state => state.Key).ToDictionary();
        // After the states: a turn that ends in between is then told as running, and its end by the stream.
        var answered = parts.Select(part => part.Directory).ToHashSet();
        var (prompts, messages) = scope.TurnsSince is { } since
            ? await turns.ReadAsync([.. sessions.Values.Where(session => answered.Contains(session.Directory))], states.Keys.ToHashSet(), since, cancellationToken)
            : ([], []);
        return new(
            startedAt,
            answered,
            [.. sessions.Values],
            complete,
            states,
            requests,
            missing)
        {
            RetryAt = parts.SelectMany(part => part.RetryAt).DistinctBy(retry => retry.Key).ToDictionary(),
            Prompts = prompts,
            Messages = messages,
            UnreadRequests = parts.SelectMany(part => part.Unread).ToHashSet(),
        };
    }

    /// <exception cref="OpenCodeException">None of them answered: that is no state of the server.</exception>
    private async Task<IReadOnlyCollection<Part>> ReadDirectoriesAsync(IReadOnlyCollection<string> directories, CancellationToken cancellationToken)
    {
        var parts = new ConcurrentBag<Part>();
        var failures = new ConcurrentBag<OpenCodeException>();
        await Parallel.ForEachAsync(
            directories,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (directory, token) =>
            {
                try
                {
                    parts.Add(await ReadDirectoryAsync(directory, token));
                    skipped.TryRemove(directory, out _);
                }
                // A refused password is not the directory's.
                catch (OpenCodeException failure) when (failure.Fault != OpenCodeFault.Unauthorized)
                {
                    failures.Add(failure);
                    if (skipped.TryAdd(directory, true))
                    {
                        V1Log.DirectorySkipped(logger, name, failure.Message);
                    }
                }
            });

        return parts.IsEmpty && failures.TryPeek(out var one) ? throw one : parts;
    }

    private async Task<Part> ReadDirectoryAsync(string directory, CancellationToken cancellationToken)
    {
        var query = $"?directory={Uri.EscapeDataString(directory)}";
        // Requests before states: a request whose session ends in between is then still known as asked.
        var permissions = await client.GetAsync($"permission{query}", V1Json.Default.JsonElementArray, cancellationToken);
        var questions = await client.GetAsync($"question{query}", V1Json.Default.JsonElementArray, cancellationToken);
        var states = await client.GetAsync($"session/status{query}", V1Json.Default.DictionaryStringJsonElement, cancellationToken);
        var unread = new List<JsonElement>();
        var read = states.ToDictionary(state => state.Key, state => Status(state.Value));
        return new(
            directory,
            [
                .. entries.Read("permission", permissions, V1Json.Default.V1Permission, wire => V1Map.Permission(wire, directory), unread),
                .. entries.Read("question", questions, V1Json.Default.V1Question, wire => V1Map.Question(wire, directory), unread),
            ],
            read.ToDictionary(state => state.Key, state => V1Map.State(state.Value)),
            read.Where(state => V1Map.RetryAt(state.Value) is not null).ToDictionary(state => state.Key, state => V1Map.RetryAt(state.Value)!.Value),
            [.. unread.Select(V1Map.IdOf).OfType<string>()]);
    }

    // That a state is listed says that the session runs, whatever stands there.
    private V1Status Status(JsonElement wire) =>
        entries.Read("session state", [wire], V1Json.Default.V1Status, status => status, []) is [var status] ? status : new() { Type = "busy" };

    // Sessions that are archived or too old for the list, with their ancestors; a request of a deleted one stays in the
    // server's list for ever.
    private async Task<HashSet<string>> ResolveSessionsAsync(
        List<OpenRequest> requests,
        Dictionary<string, Session> sessions,
        CancellationToken cancellationToken)
    {
        var missing = new HashSet<string>();
        var unknown = new HashSet<string>();
        foreach (var request in requests)
        {
            var next = request.SessionId;
            for (var steps = 0; steps < Generations && next is not null && !missing.Contains(next) && !unknown.Contains(next); steps++)
            {
                if (sessions.TryGetValue(next, out var session))
                {
                    next = session.ParentId;
                    continue;
                }

                try
                {
                    var wire = await client.FindAsync($"session/{Uri.EscapeDataString(next)}", V1Json.Default.V1Session, cancellationToken);
                    if (wire is null)
                    {
                        missing.Add(next);
                    }
                    else
                    {
                        sessions[next] = V1Map.Session(wire);
                    }
                }
                // Its title stays unknown; the request does not.
                catch (OpenCodeException failure) when (failure.Fault != OpenCodeFault.Unauthorized)
                {
                    unknown.Add(next);
                }
            }
        }

        return missing;
    }

    private sealed record Part(
        string Directory,
        IReadOnlyList<OpenRequest> Requests,
        IReadOnlyDictionary<string, SessionState> States,
        IReadOnlyDictionary<string, DateTimeOffset> RetryAt,
        IReadOnlyList<string> Unread);
}
