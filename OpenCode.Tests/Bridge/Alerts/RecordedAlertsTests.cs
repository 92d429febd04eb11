using OpenCode.Bridge.Alerts;

namespace OpenCode.Tests.Bridge.Alerts;

/// <summary>Which alerts each recording makes, with the reason.</summary>
public sealed class RecordedAlertsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 7, 0, 0, TimeSpan.Zero);

    // Recording, the alerts as "kind state[:decision[:by]] text" (empty: none), why.
    private static readonly (string Name, string[] Alerts, string Reason)[] Table =
    [
        ("abort", [], "nothing is asked"),
        ("abort-pending-question", ["question withdrawn Go on?"], "the session went idle with its question open; no reply came"),
        ("after-restart", [], "pending requests do not survive the server"),
        ("child-session", ["permission decided:once:server wc -l notes.txt"], "the nested session asks, another client answers"),
        ("error-400", [], "an error of the provider asks nothing"),
        ("error-401", [], "an error of the provider asks nothing"),
        ("error-500-aborted", [], "a retry asks nothing"),
        ("error-500-then-recovers", [], "a retry asks nothing"),
        ("error-connection-dropped", [], "a retry asks nothing"),
        ("error-connection-refused", [], "a retry asks nothing"),
        ("error-unknown-model", [], "an error asks nothing"),
        ("first-prompt-after-start", [], "nothing is asked"),
        ("permission-always", ["permission decided:always:server git status"], "the second command matches the new rule and is not asked"),
        (
            "permission-edit",
            ["permission decided:once:server edit notes.txt\n/workspaces/project-1/notes.txt\nIndex: /workspaces/project-1/notes.txt\n===================================================================\n--- /workspaces/project-1/notes.txt\n+++ /workspaces/project-1/notes.txt\n@@ -1,1 +1,1 @@\n-hello\n+goodbye\n"],
            "the text holds the diff that is agreed to"),
        ("permission-once", ["permission decided:once:server ls"], "answered a second later"),
        ("permission-reject", ["permission decided:reject:server rm -f notes.txt"], "the reply comes before the idle state that it causes"),
        ("permission-reject-with-message", ["permission decided:reject:server rm -f notes.txt"], "the turn goes on"),
        ("plain-answer", [], "nothing is asked"),
        ("question-answer", ["question decided:answer:server Which database should I use?"], "answered by another client"),
        ("question-reject", ["question decided:reject:server Which database should I use?"], "rejected by another client"),
        ("quiet-25-seconds", [], "heartbeats only"),
        ("reasoning", [], "nothing is asked"),
        ("server-shutdown", ["permission open cat notes.txt"], "the stream just stops: the next snapshot withdraws it"),
        ("session-title-and-delete", [], "nothing is asked"),
        ("streaming-long", [], "nothing is asked"),
        ("todo", [], "nothing is asked"),
        ("tool-error", [], "a failed tool asks nothing"),
    ];

    public static TheoryData<string> All => [.. Table.Select(row => row.Name)];

    [Fact]
    public void Every_recording_has_its_row() => Assert.Equal(Recording.Names, Table.Select(row => row.Name));

    [Theory]
    [MemberData(nameof(All))]
    public async Task Apply_makes_the_expected_alerts(string name)
    {
        var row = Array.Find(Table, one => one.Name == name);
        var machine = new AlertMachine("opencode");

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
        var once = new AlertMachine("opencode");
        var twice = new AlertMachine("opencode");

        foreach (var serverEvent in (await Recording.FramesAsync(name)).Select(frame => frame.Event).OfType<global::OpenCode.Bridge.OpenCode.ServerEvent>())
        {
            once.Apply(serverEvent, Now);
            twice.Apply(serverEvent, Now);
            Assert.Empty(twice.Apply(serverEvent, Now));
        }

        Assert.Equal(once.Alerts.Select(Describe), twice.Alerts.Select(Describe));
    }

    [Fact]
    public async Task Apply_titles_a_nested_request_by_its_root_session()
    {
        var machine = new AlertMachine("opencode");
        foreach (var frame in (await Recording.FramesAsync("child-session")).Where(frame => frame.Event is not null))
        {
            machine.Apply(frame.Event!, Now);
        }

        var alert = Assert.Single(machine.Alerts);
        Assert.Equal(("ses_df8d0e426ffeq1loXvAbmmRyvd", "ses_df8d0e4faffeDa3FxEaXpoqS5F"), (alert.SessionId, alert.RootSessionId));
        Assert.DoesNotContain("subagent", alert.Title, StringComparison.Ordinal);
    }

    private static string Describe(Alert alert) =>
        $"{alert.Kind.Name} {alert.State.Name}{(alert.Decision is { } decision ? $":{decision.Name}:{alert.DecidedBy}" : "")} {alert.Text}";
}
