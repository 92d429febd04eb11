using System.Collections.Concurrent;

namespace OpenCode.Bridge.OpenCode.V1;

/// <summary>
/// Puts a snapshot together: one list of sessions over all projects, then for each directory what is pending and running.
/// A directory that answers with an error (a broken project configuration does that) is left out, the rest counts.
/// </summary>
internal sealed class V1SnapshotReader(string name, V1Client client, TimeProvider time, ILogger<V1SnapshotReader> logger)
{
    /// <summary>Each directory asked about costs the server an instance: the oldest sessions are left out.</summary>
    public const int SessionLimit = 1000;

    private const int AtOnce = 4;

    public async Task<Snapshot> ReadAsync(IReadOnlyCollection<string> directories, CancellationToken cancellationToken)
    {
        var startedAt = time.GetUtcNow();
        var wire = await client.GetAsync($"experimental/session?limit={SessionLimit}", V1Json.Default.V1SessionArray, cancellationToken);
        var sessions = wire.Select(V1Map.Session).ToDictionary(session => session.Id);
        var complete = sessions.Count < SessionLimit;

        var parts = new ConcurrentBag<Part>();
        await Parallel.ForEachAsync(
            sessions.Values.Select(session => session.Directory).Concat(directories).Distinct(),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (directory, token) =>
            {
                if (await ReadDirectoryAsync(directory, token) is { } part)
                {
                    parts.Add(part);
                }
            });

        var requests = parts.SelectMany(part => part.Requests).OrderBy(request => request.Id, StringComparer.Ordinal).ToList();
        var missing = await ResolveSessionsAsync(requests, sessions, cancellationToken);
        return new(
            startedAt,
            parts.Select(part => part.Directory).ToHashSet(),
            [.. sessions.Values],
            complete,
            parts.SelectMany(part => part.States).DistinctBy(state => state.Key).ToDictionary(),
            requests,
            missing);
    }

    private async Task<Part?> ReadDirectoryAsync(string directory, CancellationToken cancellationToken)
    {
        var query = $"?directory={Uri.EscapeDataString(directory)}";
        try
        {
            // Requests before states: a request whose session ends in between is then still known as asked.
            var permissions = await client.GetAsync($"permission{query}", V1Json.Default.V1PermissionArray, cancellationToken);
            var questions = await client.GetAsync($"question{query}", V1Json.Default.V1QuestionArray, cancellationToken);
            var states = await client.GetAsync($"session/status{query}", V1Json.Default.DictionaryStringV1Status, cancellationToken);
            return new(
                directory,
                [
                    .. permissions.Select(permission => V1Map.Permission(permission, directory)),
                    .. questions.Select(question => V1Map.Question(question, directory)),
                ],
                states.ToDictionary(state => state.Key, state => V1Map.State(state.Value)));
        }
        catch (OpenCodeException failure) when (failure.Fault == OpenCodeFault.Unexpected)
        {
            V1Log.DirectorySkipped(logger, name, failure.Message);
            return null;
        }
    }

    // Sessions that are archived or too old for the list, with their ancestors; a request of a deleted one stays in the
    // server's list for ever.
    private async Task<HashSet<string>> ResolveSessionsAsync(
        List<OpenRequest> requests,
        Dictionary<string, Session> sessions,
        CancellationToken cancellationToken)
    {
        var missing = new HashSet<string>();
        foreach (var request in requests)
        {
            var next = request.SessionId;
            while (next is not null && !missing.Contains(next))
            {
                if (!sessions.TryGetValue(next, out var session))
                {
                    var wire = await client.FindAsync($"session/{Uri.EscapeDataString(next)}", V1Json.Default.V1Session, cancellationToken);
                    if (wire is null)
                    {
                        missing.Add(next);
                        break;
                    }

                    session = V1Map.Session(wire);
                    sessions.Add(session.Id, session);
                }

                next = session.ParentId;
            }
        }

        return missing;
    }

    private sealed record Part(string Directory, IReadOnlyList<OpenRequest> Requests, IReadOnlyDictionary<string, SessionState> States);
}
