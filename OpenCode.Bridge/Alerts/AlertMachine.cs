using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.Settings;

namespace OpenCode.Bridge.Alerts;

/// <summary>
/// Turns what one server says into alerts. Pure: the time is passed in, nothing is awaited. Idempotent: the same event or
/// an overlapping snapshot a second time changes nothing, so events are applied as they come while a snapshot is taken.
/// Not safe for concurrent use.
/// </summary>
/// <param name="server">The server's name.</param>
/// <param name="settings">Which kinds of alerts there are, and when; null: the defaults.</param>
/// <param name="closedLimit">
/// How many closed alerts are remembered; older ones are in the outbox. A forgotten one could open again, should the server list it.
/// </param>
internal sealed partial class AlertMachine(string server, AlertSettings? settings = null, int closedLimit = 1_000)
{
    /// <summary>A session may be missing from the server's list for 4 s after it was prompted.</summary>
    public static readonly TimeSpan AbsenceProof = TimeSpan.FromSeconds(5);

    private const int AnswerLimit = 1_000;
    private const int DirectoryLimit = 1_000;

    private readonly AlertSettings settings = settings ?? new();
    private readonly SessionTable sessions = new();
    private readonly Dictionary<string, TrackedRequest> requests = [];
    private readonly Dictionary<string, TrackedAlert> alerts = [];
    private readonly List<TrackedAlert> open = [];
    private readonly Queue<TrackedAlert> closed = [];

    // Answers to requests that were never seen as asked: a snapshot begun earlier may still list them.
    private readonly BoundedSet answeredUnseen = new(AnswerLimit);
    private readonly Dictionary<string, DateTimeOffset> disposed = [];
    private DateTimeOffset disposedAll = DateTimeOffset.MinValue;

    /// <summary>Open and remembered closed alerts, in no order.</summary>
    public IEnumerable<Alert> Alerts => alerts.Values.Select(tracked => tracked.Alert);

    public IReadOnlyList<Alert> OpenAlerts => [.. open.Select(tracked => tracked.Alert)];

    public IEnumerable<(Session Session, SessionState State, DateTimeOffset? RetryAt)> Sessions => sessions.All;

    /// <summary>Null while the session is not known.</summary>
    public string? DirectoryOf(string sessionId) => sessions.Find(sessionId)?.Directory;

    /// <summary>True when another snapshot, at least <see cref="AbsenceProof"/> later, may show that a request is dead.</summary>
    public bool NeedsConfirmation => open.Any(alert => alert.OpenRequests.Any(request => request.AbsentSince is not null));

    public Alert? Find(string alertId) => alerts.GetValueOrDefault(alertId)?.Alert;

    /// <summary>How many alerts wait for a person to decide in the session or one nested in it.</summary>
    public int OpenAlertsIn(string sessionId) => open.Count(alert => alert.OpenRequests.Any()
        && (alert.Alert.RootSessionId == sessionId || alert.OpenRequests.Any(request => sessions.IsWithin(request.Request.SessionId, sessionId))));

    public IReadOnlyList<AlertChange> Apply(ServerEvent serverEvent, DateTimeOffset now)
    {
        var changes = new List<AlertChange>();
        switch (serverEvent)
        {
            case SessionChanged { Session: var session }:
                sessions.Put(session, now);
                Retitle(changes);
                Place(session.Id, now, changes);
                break;
            case SessionDeleted deleted:
                Withdraw(request => sessions.IsWithin(request.Request.SessionId, deleted.SessionId), changes);
                turns.Forget(id => sessions.IsWithin(id, deleted.SessionId));
                sessions.Delete(deleted.SessionId, now);
                EndStalls(changes);
                break;
            case SessionStateChanged changed:
                Changed(changed, now, changes);
                break;
            case RequestAsked { Request: var request }:
                Ask(request, now, changes);
                Progressed(request.SessionId, now, changes);
                break;
            case RequestAnswered answered:
                Answered(answered, now, changes);
                break;
            case InstanceDisposed { Directory: var directory }:
                Disposed(directory, now, changes);
                break;
            case PromptGiven { Prompt: var prompt }:
                turns.Put(prompt, now);
                Place(prompt.SessionId, now, changes);
                break;
            case MessageEnded { Message: var message }:
                Ended(message, now, changes);
                break;
            case TurnFailed failed:
                Failed(failed, now, changes);
                break;
            case SessionActive active:
                Progressed(active.SessionId, now, changes);
                break;
            case ServerConnected:
                Connected(now);
                break;
            case ServerLost lost:
                Lose(lost.Reason, now);
                Explain(lost.Reason, changes);
                break;
            case SnapshotFailed failed:
                Explain(failed.Reason, changes);
                break;
        }

        Watermark = reconciled ? now : Watermark;
        return changes;
    }

    private void Changed(SessionStateChanged changed, DateTimeOffset now, List<AlertChange> changes)
    {
        sessions.SetState(changed.SessionId, changed.State, now, changed.RetryAt);
        if (changed.State == SessionState.Idle)
        {
            Withdraw(request => request.Request.SessionId == changed.SessionId, changes);
            EndStalls(changes);
            Conclude(sessions.RootOf(changed.SessionId), now, changes);
        }
        else if (changed.State == SessionState.Busy && sessions.IsProgressing(changed.SessionId))
        {
            // Each step begins with it; so does each attempt of a row of retries, which is no progress.
            Progressed(changed.SessionId, now, changes);
        }
    }

    private void Disposed(string? directory, DateTimeOffset now, List<AlertChange> changes)
    {
        Withdraw(request => directory is null || request.Request.Directory == directory, changes);
        sessions.Dispose(directory, now);
        EndStalls(changes);
        if (directory is null || disposed.Count >= DirectoryLimit)
        {
            disposedAll = now;
            disposed.Clear();
        }
        else
        {
            disposed[directory] = now;
        }
    }
}
