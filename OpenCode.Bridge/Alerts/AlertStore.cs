using System.Diagnostics;
using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.Settings;

namespace OpenCode.Bridge.Alerts;

/// <param name="OpenAlerts">Of the session and those nested in it.</param>
internal sealed record SessionView(string Server, Session Session, SessionState State, int OpenAlerts)
{
    /// <summary>In a retry: when the next try is due, by the server's clock.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>All values of <see cref="StateName"/>.</summary>
    public static IReadOnlyList<string> StateNames { get; } = ["idle", "busy", "retry", "waiting"];

    /// <summary><c>waiting</c> while the session, or one nested in it, waits for a person, whatever else it does.</summary>
    public string StateName => (OpenAlerts, State) switch
    {
        ( > 0, _) => "waiting",
        (_, SessionState.Busy) => "busy",
        (_, SessionState.Retry) => "retry",
        _ => "idle",
    };
}

/// <summary>The one place through which the machines are reached: one caller at a time, every change told on.</summary>
internal sealed partial class AlertStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, AlertMachine> machines;
    private readonly Dictionary<string, ActivityContext> contexts = [];
    private readonly IAlertJournal journal;
    private readonly BridgeTelemetry telemetry;
    private readonly TimeProvider time;

    public AlertStore(IEnumerable<IOpenCodeServer> servers, AlertSettings settings, IAlertJournal journal, BridgeTelemetry telemetry, TimeProvider time)
    {
        machines = servers.ToDictionary(server => server.Name, server => new AlertMachine(server.Name, settings));
        this.journal = journal;
        this.telemetry = telemetry;
        this.time = time;
        telemetry.ObserveOpenAlerts(CountOpen);
        telemetry.ObserveSessions(CountSessions);
    }

    /// <summary>Something about alerts or sessions may be another now. Raised inside of the lock: only remember that it was.</summary>
    public event Action? Changed;

    public void Apply(string server, ServerEvent serverEvent) => Change(server, machine => machine.Apply(serverEvent, time.GetUtcNow()));

    public void Apply(string server, Snapshot snapshot) => Change(server, machine => machine.Apply(snapshot, time.GetUtcNow()));

    /// <inheritdoc cref="AlertMachine.Restore"/>
    public void Restore(string server, IReadOnlyList<Alert> known, DateTimeOffset? watermark)
    {
        lock (gate)
        {
            machines[server].Restore(known, watermark);
        }
    }

    /// <inheritdoc cref="AlertMachine.Watermark"/>
    public DateTimeOffset? Watermark(string server)
    {
        lock (gate)
        {
            return machines[server].Watermark;
        }
    }

    /// <summary>Lets every machine do what is due.</summary>
    public void Tick()
    {
        foreach (var server in machines.Keys)
        {
            Change(server, machine => machine.Tick(time.GetUtcNow()));
        }
    }

    /// <inheritdoc cref="AlertMachine.TakeOverdue"/>
    public IReadOnlyList<Alert> TakeOverdue()
    {
        lock (gate)
        {
            return [.. machines.Values.SelectMany(machine => machine.TakeOverdue(time.GetUtcNow()))];
        }
    }

    /// <summary>How long to wait before the next <see cref="Tick"/>; zero or less: something is due now.</summary>
    public TimeSpan UntilNextTick()
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            return machines.Values.Select(machine => machine.NextDue is { } due && due - now < machine.ShortestTimer ? due - now : machine.ShortestTimer).Min();
        }
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Alert> List(bool openOnly, int limit)
    {
        lock (gate)
        {
            return [.. machines.Values
                .SelectMany(machine => openOnly ? machine.OpenAlerts : machine.Alerts)
                .Select(Shown)
                .Where(alert => !openOnly || alert.State == AlertState.Open)
                .OrderByDescending(alert => alert.CreatedAt)
                .ThenByDescending(alert => alert.Id, StringComparer.Ordinal)
                .Take(limit)];
        }
    }

    /// <summary>Sessions that are not archived, the one that was active last first.</summary>
    public IReadOnlyList<SessionView> Sessions()
    {
        lock (gate)
        {
            return [.. machines
                .SelectMany(machine => machine.Value.Sessions
                    .Where(entry => !entry.Session.Archived)
                    .Select(entry => new SessionView(machine.Key, entry.Session, entry.State, machine.Value.OpenAlertsIn(entry.Session.Id)) { RetryAt = entry.RetryAt }))
                .OrderByDescending(view => view.Session.UpdatedAt)];
        }
    }

    /// <inheritdoc cref="AlertMachine.DirectoryOf"/>
    public string? DirectoryOf(string server, string sessionId)
    {
        lock (gate)
        {
            return machines[server].DirectoryOf(sessionId);
        }
    }

    public Alert? Find(string alertId)
    {
        lock (gate)
        {
            return machines.Values.Select(machine => machine.Find(alertId)).FirstOrDefault(alert => alert is not null) is { } found ? Shown(found) : null;
        }
    }

    /// <summary>The trace of an open alert.</summary>
    public ActivityContext ContextOf(string alertId)
    {
        lock (gate)
        {
            return contexts.GetValueOrDefault(alertId);
        }
    }

    /// <summary>What the next snapshot must tell, and how soon it is needed.</summary>
    public SnapshotNeed Need(string server)
    {
        lock (gate)
        {
            var machine = machines[server];
            var directories = machine.OpenAlerts.SelectMany(alert => alert.Requests).Select(request => request.Directory).Distinct().ToList();
            return new(new(directories, machine.TurnsSince), machine.OpenAlerts.Count > 0, machine.NeedsConfirmation);
        }
    }

    private void Change(string server, Func<AlertMachine, IReadOnlyList<AlertChange>> change)
    {
        lock (gate)
        {
            Tell(server, change(machines[server]));
        }
    }

    private void Tell(string server, IReadOnlyList<AlertChange> changes)
    {
        foreach (var (kind, alert) in changes)
        {
            switch (kind)
            {
                case AlertChangeKind.Opened when alert.State == AlertState.Open:
                    contexts[alert.Id] = telemetry.AlertOpened(alert);
                    break;
                case AlertChangeKind.Opened:
                    telemetry.AlertOpened(alert);
                    break;
                case AlertChangeKind.Closed:
                    contexts.Remove(alert.Id);
                    break;
            }
        }

        journal.Record([.. changes.Select(Shown)], time.GetUtcNow());
        journal.Heard(server, machines[server].Watermark);
        Changed?.Invoke();
    }

    private IReadOnlyDictionary<AlertKind, int> CountOpen()
    {
        lock (gate)
        {
            return Enum.GetValues<AlertKind>().ToDictionary(
                kind => kind,
                kind => machines.Values.Sum(machine => machine.OpenAlerts.Count(alert => alert.Kind == kind)));
        }
    }

    private IReadOnlyDictionary<(string Server, string State), int> CountSessions()
    {
        var counts = machines.Keys.SelectMany(server => SessionView.StateNames.Select(state => (server, state))).ToDictionary(series => series, _ => 0);
        foreach (var view in Sessions())
        {
            counts[(view.Server, view.StateName)]++;
        }

        return counts;
    }
}
