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
/// <param name="closedLimit">How many closed alerts are remembered. A forgotten one could open again, should the server list it.</param>
internal sealed partial class AlertMachine(string server, AlertSettings? settings = null, int closedLimit = 10_000)
{
    /// <summary>A session may be missing from the server's list for 4 s after it was prompted.</summary>
    public static readonly TimeSpan AbsenceProof = TimeSpan.FromSeconds(5);

    private const int AnswerLimit = 1_000;

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

    public IEnumerable<(Session Session, SessionState State)> Sessions => sessions.All;

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
                break;
            case SessionDeleted deleted:
                Withdraw(request => sessions.IsWithin(request.Request.SessionId, deleted.SessionId), changes);
                sessions.Delete(deleted.SessionId, now);
                break;
            case SessionStateChanged changed:
                sessions.SetState(changed.SessionId, changed.State, now);
                if (changed.State == SessionState.Idle)
                {
                    Withdraw(request => request.Request.SessionId == changed.SessionId, changes);
                }

                break;
            case RequestAsked { Request: var request }:
                Ask(request, now, changes);
                break;
            case RequestAnswered answered:
                Answered(answered, changes);
                break;
            case InstanceDisposed { Directory: var directory }:
                Withdraw(request => directory is null || request.Request.Directory == directory, changes);
                sessions.Dispose(directory, now);
                if (directory is null)
                {
                    disposedAll = now;
                    disposed.Clear();
                }
                else
                {
                    disposed[directory] = now;
                }

                break;
        }

        return changes;
    }
}
