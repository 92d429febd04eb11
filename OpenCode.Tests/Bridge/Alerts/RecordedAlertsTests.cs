using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Settings;

namespace OpenCode.Tests.Bridge.Alerts;

/// <summary>Which alerts each recording makes, with the reason.</summary>
public sealed class RecordedAlertsTests
{
    // The recorded tasks are shorter than anybody wants to be told of.
    private static readonly AlertSettings Settings = new() { MinDuration = TimeSpan.Zero };

    private static readonly DateTimeOffset Now = new(2026, 11, 23, 7, 0, 0, TimeSpan.Zero);

    // Recording, the alerts as "kind state[:decision[:by]] text" (empty: none), why.
    private static readonly (string Name, string[] Alerts, string Reason)[] Table =
    [
        ("abort", [], "somebody stopped it"),
        ("abort-pending-question", ["question withdrawn Go on?"], "the session went idle with its question open; no reply came"),
        ("after-restart", [], "nothing happens; pending requests do not survive the server"),
        ("child-session", ["permission decided:once:server wc -l notes.txt", "complete done Done in 1 s, $0.0295"], "the nested session asks, another client answers; its end is none of the task, its cost is part of it"),
        ("error-400", ["error done The model's provider answered with status 400 (APIError)"], "once, though idle comes twice; not a word of the provider's"),
        ("error-401", ["error done The model's provider answered with status 401 (APIError)"], "once, though idle comes twice; not a word of the provider's"),
        ("error-500-aborted", [], "an abort is no failure; the retries were too short to be stalled"),
        ("error-500-then-recovers", ["complete done Done in 7 s, $0.0073"], "a retry that helped is nothing to tell"),
        ("error-connection-dropped", [], "an abort is no failure; the retries were too short to be stalled"),
        ("error-connection-refused", [], "an abort is no failure; the retries were too short to be stalled"),
        ("error-unknown-model", ["error done The turn failed (UnknownError)"], "two errors of one turn are one alert, without the stack trace"),
        ("first-prompt-after-start", ["complete done Done in 4 s, $0.0073"], "the noise of a directory's start is none of the task"),
        ("permission-always", ["permission decided:always:server git status", "complete done Done in 1 s, $0.0221"], "the second command matches the new rule and is not asked"),
        (
            "permission-edit",
            ["permission decided:once:server edit notes.txt\n/workspaces/project-1/notes.txt\nIndex: /workspaces/project-1/notes.txt\n===================================================================\n--- /workspaces/project-1/notes.txt\n+++ /workspaces/project-1/notes.txt\n@@ -1,1 +1,1 @@\n-hello\n+goodbye\n", "complete done Done in 1 s, $0.0222"],
            "the text holds the diff that is agreed to"),
        ("permission-once", ["permission decided:once:server ls", "complete done Done in 3 s, $0.0146"], "answered a second later"),
        ("permission-reject", ["permission decided:reject:server rm -f notes.txt"], "the reply comes before the idle state that it causes; a turn that ends with a rejection is not complete"),
        ("permission-reject-with-message", ["permission decided:reject:server rm -f notes.txt", "complete done Done in 1 s, $0.0147"], "the turn goes on"),
        ("plain-answer", ["complete done Done in 0 s, $0.0073"], "finished with stop"),
        ("question-answer", ["question decided:answer:server Which database should I use?", "complete done Done in 2 s, $0.0148"], "answered by another client"),
        ("question-reject", ["question decided:reject:server Which database should I use?"], "rejected by another client; a turn that ends with a rejection is not complete"),
        ("quiet-25-seconds", [], "heartbeats only"),
        ("reasoning", ["complete done Done in 0 s, $0.0074"], "reasoning is part of the answer"),
        ("server-shutdown", ["permission open cat notes.txt"], "the stream just stops: the next snapshot withdraws it"),
        ("session-title-and-delete", ["complete done Done in 0 s, $0.0072"], "finished before it was renamed, archived and deleted"),
        ("streaming-long", ["complete done Done in 5 s, $0.0372"], "one answer of 2,000 pieces"),
        ("todo", ["complete done Done in 1 s, $0.0227"], "lists of tasks ask nothing"),
        ("tool-error", ["complete done Done in 1 s, $0.0146"], "a failed tool is the model's business"),
    ];

    public static TheoryData<string> All => [.. Table.Select(row => row.Name)];

    [Fact]
    public void Every_recording_has_its_row() => Assert.Equal(Recording.Names, Table.Select(row => row.Name));

    [Theory]
    [MemberData(nameof(All))]
    public async Task Apply_makes_the_expected_alerts(string name)
    {
        var row = Array.Find(Table, one => one.Name == name);
        var machine = new AlertMachine("opencode", Settings);

        foreach (var frame in (await Recording.FramesAsync(name)).Where(frame => frame.Event is not null))
        {
            machine.Apply(frame.Event!, Now);
        }

        Assert.True(row.Alerts.SequenceEqual(machine.Alerts.Select(Describe)), $"{row.Reason}, but: {string.Join("; ", machine.Alerts.Select(Describe))}");
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Apply_of_every_event_twice_changes_nothing(string name)
    {
        var once = new AlertMachine("opencode", Settings);
        var twice = new AlertMachine("opencode", Settings);

        foreach (var serverEvent in (await Recording.FramesAsync(name)).Select(frame => frame.Event).OfType<global::OpenCode.Bridge.OpenCode.ServerEvent>())
        {
            once.Apply(serverEvent, Now);
            twice.Apply(serverEvent, Now);
            Assert.Empty(twice.Apply(serverEvent, Now));
        }

        Assert.Equal(once.Alerts.Select(Describe), twice.Alerts.Select(Describe));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Apply_tells_nothing_of_short_tasks_by_default(string name)
    {
        var machine = new AlertMachine("opencode");

        foreach (var frame in (await Recording.FramesAsync(name)).Where(frame => frame.Event is not null))
        {
            machine.Apply(frame.Event!, Now);
        }

        Assert.DoesNotContain(machine.Alerts, alert => alert.Kind == AlertKind.Complete);
    }

    [Fact]
    public async Task Apply_titles_a_nested_request_by_its_root_session()
    {
        var machine = new AlertMachine("opencode", Settings);
        foreach (var frame in (await Recording.FramesAsync("child-session")).Where(frame => frame.Event is not null))
        {
            machine.Apply(frame.Event!, Now);
        }

        var alert = Assert.Single(machine.Alerts, alert => alert.Kind == AlertKind.Permission);
        Assert.Equal(("ses_df8d0e426ffeq1loXvAbmmRyvd", "ses_df8d0e4faffeDa3FxEaXpoqS5F"), (alert.SessionId, alert.RootSessionId));
        Assert.DoesNotContain("subagent", alert.Title, StringComparison.Ordinal);
    }

    private static string Describe(Alert alert) =>
        $"{alert.Kind.Name} {alert.State.Name}{(alert.Decision is { } decision ? $":{decision.Name}:{alert.DecidedBy}" : "")} {alert.Text}";
}
