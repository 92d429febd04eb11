using System.Collections.Concurrent;

namespace OpenCode.Bridge.OpenCode.V1;

/// <summary>
/// Reads the last messages of the sessions whose turns may have ended while nobody listened. Of nested sessions none: their
/// end is no news, and their requests are in the lists.
/// </summary>
internal sealed class V1TurnReader(string name, V1Client client, ILogger logger)
{
    /// <summary>The most recent sessions; each one costs the server a read of its messages.</summary>
    public const int SessionLimit = 100;

    /// <summary>The newest messages of a session, one for each step of a turn.</summary>
    public const int MessageLimit = 100;

    private const int AtOnce = 4;

    // A session's time of change is that of its last step's begin: one that failed is not later than it.
    private static readonly TimeSpan LongestStep = TimeSpan.FromHours(1);

    private int reported;

    public async Task<(IReadOnlyList<Prompt> Prompts, IReadOnlyList<ModelMessage> Messages)> ReadAsync(
        IReadOnlyList<Session> sessions,
        IReadOnlySet<string> running,
        DateTimeOffset since,
        CancellationToken cancellationToken)
    {
        var from = since - DateTimeOffset.MinValue > LongestStep ? since - LongestStep : since;
        var candidates = sessions
            .Where(session => session.ParentId is null && (session.UpdatedAt >= from || running.Contains(session.Id)))
            .OrderByDescending(session => session.UpdatedAt)
            .Take(SessionLimit);
        var prompts = new ConcurrentBag<Prompt>();
        var messages = new ConcurrentBag<ModelMessage>();
        await Parallel.ForEachAsync(
            candidates,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (session, token) =>
            {
                try
                {
                    await ReadAsync(session, prompts, messages, token);
                }
                // Deleted meanwhile, or broken: the other sessions count. Without a connection the snapshot is worth nothing.
                catch (OpenCodeException failure) when (failure.Fault == OpenCodeFault.Unexpected)
                {
                    if (Interlocked.Exchange(ref reported, 1) == 0)
                    {
                        V1Log.TurnsSkipped(logger, name, failure.Message);
                    }
                }
            });
        return ([.. prompts], [.. messages]);
    }

    private async Task ReadAsync(Session session, ConcurrentBag<Prompt> prompts, ConcurrentBag<ModelMessage> messages, CancellationToken cancellationToken)
    {
        var path = $"session/{Uri.EscapeDataString(session.Id)}/message";
        var directory = $"directory={Uri.EscapeDataString(session.Directory)}";
        var page = await client.GetAsync($"{path}?{directory}&limit={MessageLimit}", V1Json.Default.V1MessageEntryArray, cancellationToken);
        var read = page.OfType<V1MessageEntry>().Select(entry => entry.Info).ToList();
        var found = read.Select(V1Map.Prompt).OfType<Prompt>().DistinctBy(prompt => prompt.Id).ToDictionary(prompt => prompt.Id);
        var ended = read.Select(V1Map.ModelMessage).OfType<ModelMessage>().ToList();
        // A long turn's prompt is older than the page.
        foreach (var turn in ended.Select(message => message.PromptId).Where(turn => !found.ContainsKey(turn)).Distinct().ToList())
        {
            var entry = await client.FindAsync($"{path}/{Uri.EscapeDataString(turn)}?{directory}", V1Json.Default.V1MessageEntry, cancellationToken);
            if (entry is not null && V1Map.Prompt(entry.Info) is { } prompt)
            {
                found[turn] = prompt;
            }
        }

        foreach (var prompt in found.Values)
        {
            prompts.Add(prompt);
        }

        ended.ForEach(messages.Add);
    }
}
