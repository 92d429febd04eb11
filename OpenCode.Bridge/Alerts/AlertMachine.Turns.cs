using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Alerts;

/// <content>
/// Turns that ended: a task is complete, or it failed. Both are known by the id of the turn's prompt, so the same end told
/// by the stream, by a snapshot after a gap and by one after a restart is one alert.
/// </content>
internal sealed partial class AlertMachine
{
    private readonly TurnTable turns = new();

    // Failures that came before it was known whose: a snapshot tells.
    private readonly Dictionary<string, TurnFailure> unplaced = [];

    private void Ended(ModelMessage message, DateTimeOffset now, List<AlertChange> changes)
    {
        turns.Put(message, now).Live = true;
        Progressed(message.SessionId, now, changes);
        Place(message.SessionId, now, changes);
    }

    private void Failed(TurnFailed failed, DateTimeOffset now, List<AlertChange> changes)
    {
        if (failed.Failure.IsAbort)
        {
            return;
        }

        if (unplaced.Count >= AnswerLimit)
        {
            unplaced.Clear();
        }

        unplaced[failed.SessionId] = failed.Failure;
        Place(failed.SessionId, now, changes);
    }

    /// <summary>Tells of a failure when its turn and its session are known.</summary>
    private void Place(string sessionId, DateTimeOffset now, List<AlertChange> changes)
    {
        if (unplaced.TryGetValue(sessionId, out var failure)
            && sessions.Find(sessionId) is { } session
            && turns.Of(sessionId) is [.., var turn]
            // Before the first snapshot of a connection the newest turn may be one that is not known yet.
            && (reconciled || turn.SeenAt >= connectedAt))
        {
            unplaced.Remove(sessionId);
            Tell(AlertKind.Error, session, turn.Id, AlertText.Of(failure), now, changes);
        }
    }

    /// <summary>After a snapshot everything is known that will be: a failure without a turn is told as it is.</summary>
    private void PlaceAll(DateTimeOffset now, List<AlertChange> changes)
    {
        foreach (var (sessionId, failure) in unplaced.ToList())
        {
            Place(sessionId, now, changes);
            if (unplaced.Remove(sessionId) && sessions.Find(sessionId) is { } session)
            {
                Tell(AlertKind.Error, session, $"{sessionId} {now.ToUnixTimeMilliseconds()}", AlertText.Of(failure), now, changes);
            }
        }
    }

    /// <summary>Tells how the turns of a session ended, once the whole tree is idle.</summary>
    private void Conclude(string sessionId, DateTimeOffset now, List<AlertChange> changes)
    {
        // A session whose parent is not known yet looks like one that a person started.
        if (sessions.Find(sessionId) is not { ParentId: null } session || sessions.IsRunning(sessionId))
        {
            return;
        }

        var known = turns.Of(sessionId);
        for (var index = 0; index < known.Count; index++)
        {
            // A prompt that was given before the message ended was waiting for it: the work went on.
            if (known[index] is { Last: { } last } turn && (index + 1 == known.Count || known[index + 1].StartedAt > last.CompletedAt))
            {
                Conclude(session, turn, last, now, changes);
            }
        }
    }

    private void Conclude(Session session, Turn turn, ModelMessage last, DateTimeOffset now, List<AlertChange> changes)
    {
        var nested = sessions.NestedIn(session.Id).Where(one => one.CreatedAt >= turn.StartedAt && one.CreatedAt <= last.CompletedAt).ToList();
        var ended = nested.Select(one => one.UpdatedAt).Append(last.CompletedAt).Max();
        var took = last.CompletedAt - turn.StartedAt;
        if (!turn.Live && ended < toldBefore)
        {
            return;
        }

        if (last.Failure is { IsAbort: false } failure)
        {
            Tell(AlertKind.Error, session, turn.Id, AlertText.Of(failure), now, changes);
        }
        else if (last is { Final: true, Failure: null } && took >= settings.MinDuration)
        {
            Tell(AlertKind.Complete, session, turn.Id, AlertText.Complete(took, turn.Cost + nested.Sum(one => one.Cost)), now, changes);
        }
    }

    private void Tell(AlertKind kind, Session session, string turnId, string text, DateTimeOffset now, List<AlertChange> changes)
    {
        var id = AlertId.Of(server, kind.Name, turnId);
        if (!settings.Kinds.Contains(kind) || alerts.ContainsKey(id))
        {
            return;
        }

        var root = sessions.RootOf(session.Id);
        var told = new TrackedAlert(
            new(id, kind, server, session.Id, root, sessions.Find(root)?.Title ?? session.Title, session.Directory, text, [], now, AlertState.Done),
            id);
        alerts.Add(id, told);
        Remember(told);
        changes.Add(new(AlertChangeKind.Opened, told.Alert));
    }
}
