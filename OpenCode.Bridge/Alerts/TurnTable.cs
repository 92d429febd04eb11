using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Alerts;

/// <summary>The last turns of each session.</summary>
internal sealed class TurnTable
{
    private const int TurnsOfSession = 16;
    private const int Limit = 5_000;

    private readonly Dictionary<string, List<Turn>> sessions = [];

    public IEnumerable<string> Sessions => sessions.Keys;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Turn> Of(string sessionId) => sessions.GetValueOrDefault(sessionId) ?? [];

    public Turn Put(Prompt prompt, DateTimeOffset now)
    {
        var turn = Entered(prompt.SessionId, prompt.Id);
        turn.AskedAt = prompt.At;
        turn.SeenAt = now;
        Order(prompt.SessionId);
        return turn;
    }

    public Turn Put(ModelMessage message, DateTimeOffset now)
    {
        var turn = Entered(message.SessionId, message.PromptId);
        turn.Add(message);
        turn.SeenAt = now;
        Order(message.SessionId);
        return turn;
    }

    public void Forget(Func<string, bool> which)
    {
        foreach (var session in sessions.Keys.Where(which).ToList())
        {
            sessions.Remove(session);
        }
    }

    private Turn Entered(string sessionId, string turnId)
    {
        if (!sessions.TryGetValue(sessionId, out var turns))
        {
            if (sessions.Count >= Limit)
            {
                // What is forgotten here and still matters is in the next snapshot.
                var old = sessions.OrderBy(session => session.Value[^1].SeenAt).Take(Limit / 2).Select(session => session.Key).ToHashSet();
                Forget(old.Contains);
            }

            sessions.Add(sessionId, turns = []);
        }

        if (turns.Find(turn => turn.Id == turnId) is { } known)
        {
            return known;
        }

        var entered = new Turn(turnId);
        turns.Add(entered);
        return entered;
    }

    private void Order(string sessionId)
    {
        var turns = sessions[sessionId];
        turns.Sort((one, other) => (one.StartedAt, one.Id).CompareTo((other.StartedAt, other.Id)));
        if (turns.Count > TurnsOfSession)
        {
            turns.RemoveAt(0);
        }
    }
}
