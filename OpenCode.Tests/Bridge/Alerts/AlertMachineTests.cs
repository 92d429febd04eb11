using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;
using static OpenCode.Tests.Bridge.Given;

namespace OpenCode.Tests.Bridge.Alerts;

public sealed class AlertMachineTests
{
    private readonly AlertMachine machine = new("opencode");
    private DateTimeOffset now = new(2026, 11, 23, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Asked_opens_one_alert_with_a_lasting_id()
    {
        var change = Assert.Single(Apply(new RequestAsked(Permission("per_1"))));

        Assert.Equal(AlertChangeKind.Opened, change.Kind);
        Assert.Equal((AlertState.Open, "ls -la", now), (change.Alert.State, change.Alert.Text, change.Alert.CreatedAt));
        Assert.Equal(AlertId.Of("opencode", "per_1"), change.Alert.Id);
        Assert.Matches("^[a-z0-9]{20}$", change.Alert.Id);
        Assert.NotEqual(AlertId.Of("other", "per_1"), change.Alert.Id);
    }

    [Fact]
    public void Equivalent_requests_are_one_alert()
    {
        Apply(new SessionChanged(Session("ses_1")));
        Apply(new SessionChanged(Session("ses_2", parent: "ses_1")));
        Apply(new RequestAsked(Permission("per_1")));

        Apply(new RequestAsked(Permission("per_2", session: "ses_2")));

        Assert.Equal(["per_1", "per_2"], Assert.Single(machine.Alerts).Requests.Select(request => request.Id));
    }

    [Theory]
    [InlineData("ses_9", "bash", "ls -la", "ls -la")]
    [InlineData("ses_1", "webfetch", "ls -la", "ls -la")]
    [InlineData("ses_1", "bash", "ls", "ls -la")]
    [InlineData("ses_1", "bash", "ls -la", "ls -la > /etc/passwd")]
    public void Requests_that_differ_to_a_person_are_two_alerts(string session, string permission, string pattern, string command)
    {
        Apply(new RequestAsked(Permission("per_1")));

        Apply(new RequestAsked(Permission("per_2", session, permission, pattern, command)));

        Assert.Equal(2, machine.OpenAlerts.Count);
    }

    [Fact]
    public void Alert_stays_open_until_the_last_equivalent_request_is_answered()
    {
        Apply(new RequestAsked(Permission("per_1")));
        Apply(new RequestAsked(Permission("per_2")));

        Assert.Empty(Apply(new RequestAnswered("per_1", ReplyKind.Once)));
        Assert.Equal(AlertState.Decided, Assert.Single(Apply(new RequestAnswered("per_2", ReplyKind.Once))).Alert.State);
    }

    [Fact]
    public void Equivalent_request_after_the_end_is_a_new_alert()
    {
        Apply(new RequestAsked(Permission("per_1")));
        Apply(new RequestAnswered("per_1", ReplyKind.Once));

        Apply(new RequestAsked(Permission("per_2")));

        Assert.Equal(2, machine.Alerts.Count());
        Assert.Equal("per_2", Assert.Single(machine.OpenAlerts).FirstRequest!.Id);
    }

    [Fact]
    public void Answered_elsewhere_is_decided_by_the_server()
    {
        Apply(new RequestAsked(Question("que_1")));

        Apply(new RequestAnswered("que_1", ReplyKind.Answer));

        var alert = Assert.Single(machine.Alerts);
        Assert.Equal((AlertState.Decided, ReplyKind.Answer, Alert.ByServer), (alert.State, alert.Decision, alert.DecidedBy));
    }

    public static TheoryData<string> Ends => ["idle", "deleted", "parent deleted", "disposed", "all disposed"];

    [Theory]
    [MemberData(nameof(Ends))]
    public void End_of_its_session_withdraws_a_request(string end)
    {
        Apply(new SessionChanged(Session("ses_1")));
        Apply(new SessionChanged(Session("ses_2", parent: "ses_1")));
        Apply(new RequestAsked(Permission("per_1", session: "ses_2")));

        Apply(end switch
        {
            "idle" => new SessionStateChanged("ses_2", SessionState.Idle),
            "deleted" => new SessionDeleted("ses_2"),
            "parent deleted" => new SessionDeleted("ses_1"),
            "disposed" => new InstanceDisposed(Folder),
            _ => new InstanceDisposed(null),
        });

        Assert.Equal(AlertState.Withdrawn, Assert.Single(machine.Alerts).State);
    }

    public static TheoryData<string> NotEnds => ["busy", "retry", "parent idle", "other deleted", "other disposed"];

    [Theory]
    [MemberData(nameof(NotEnds))]
    public void What_happens_elsewhere_leaves_a_request_open(string happens)
    {
        Apply(new SessionChanged(Session("ses_1")));
        Apply(new SessionChanged(Session("ses_2", parent: "ses_1")));
        Apply(new RequestAsked(Permission("per_1", session: "ses_2")));

        Apply(happens switch
        {
            "busy" => new SessionStateChanged("ses_2", SessionState.Busy),
            "retry" => new SessionStateChanged("ses_2", SessionState.Retry),
            "parent idle" => new SessionStateChanged("ses_1", SessionState.Idle),
            "other deleted" => new SessionDeleted("ses_3"),
            _ => new InstanceDisposed("/elsewhere"),
        });

        Assert.Equal(AlertState.Open, Assert.Single(machine.Alerts).State);
    }

    [Fact]
    public void Title_follows_the_root_session()
    {
        Apply(new RequestAsked(Permission("per_1", session: "ses_2")));
        Assert.Equal(("", "ses_2"), (machine.OpenAlerts[0].Title, machine.OpenAlerts[0].RootSessionId));

        Apply(new SessionChanged(Session("ses_2", parent: "ses_1", title: "nested")));
        Apply(new SessionChanged(Session("ses_1", title: "root")));

        Assert.Equal(("root", "ses_1"), (machine.OpenAlerts[0].Title, machine.OpenAlerts[0].RootSessionId));
    }

    [Fact]
    public void Alerts_that_turn_out_to_be_equivalent_are_merged_into_the_older_one()
    {
        var older = TwoChildren().Older;

        var changes = Apply(new SessionChanged(Session("ses_3", parent: "ses_1")));

        var alert = Assert.Single(machine.OpenAlerts);
        Assert.Equal(older, alert.Id);
        Assert.Equal(["per_1", "per_2"], alert.Requests.Select(request => request.Id));
        Assert.Equal(AlertState.Withdrawn, Assert.Single(changes, change => change.Kind == AlertChangeKind.Closed).Alert.State);
        Assert.Equal(2, machine.Begin(older, ReplyKind.Once, "me")!.Count);
        machine.Replied("per_1", ReplyOutcome.Accepted);
        machine.Replied("per_2", ReplyOutcome.Accepted);
        machine.End(older);
        Assert.Equal((AlertState.Decided, "me"), (machine.Find(older)!.State, machine.Find(older)!.DecidedBy));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Alert_that_is_being_decided_is_not_merged(bool older)
    {
        var ids = TwoChildren();
        machine.Begin(older ? ids.Older : ids.Younger, ReplyKind.Once, "me");

        Apply(new SessionChanged(Session("ses_3", parent: "ses_1")));

        Assert.Equal(2, machine.OpenAlerts.Count);
        Assert.All(machine.OpenAlerts, alert => Assert.Single(alert.Requests));
    }

    [Fact]
    public void Snapshot_opens_what_was_missed_and_nothing_twice()
    {
        Apply(new RequestAsked(Permission("per_1")));
        var snapshot = Snapshot([Permission("per_1"), Question("que_2")]);

        Assert.Equal("que_2", Assert.Single(machine.Apply(snapshot, now)).Alert.FirstRequest!.Id);
        Assert.Empty(machine.Apply(snapshot, now));
        Assert.Equal(2, machine.OpenAlerts.Count);
    }

    [Fact]
    public void Snapshot_without_a_request_withdraws_it()
    {
        Apply(new RequestAsked(Permission("per_1")));
        Pass(1);

        machine.Apply(Snapshot([]), now);

        Assert.Equal(AlertState.Withdrawn, Assert.Single(machine.Alerts).State);
    }

    [Fact]
    public void Snapshot_that_did_not_reach_a_directory_says_nothing_about_it()
    {
        Apply(new RequestAsked(Permission("per_1")));
        Pass(1);

        machine.Apply(Snapshot([]) with { Directories = new HashSet<string>() }, now);

        Assert.Single(machine.OpenAlerts);
    }

    [Fact]
    public void Events_during_a_snapshot_win_over_it()
    {
        Apply(new RequestAsked(Permission("per_answered")));
        Apply(new RequestAsked(Permission("per_idle", session: "ses_2")));
        Pass(1);
        var listed = Snapshot([Permission("per_answered"), Permission("per_idle", session: "ses_2"), Permission("per_unseen", session: "ses_3")]);
        Apply(new RequestAnswered("per_answered", ReplyKind.Once));
        Apply(new SessionStateChanged("ses_2", SessionState.Idle));
        Apply(new RequestAnswered("per_unseen", ReplyKind.Once));
        Apply(new RequestAsked(Permission("per_new", session: "ses_4")));

        machine.Apply(listed, now);

        Assert.Equal("per_new", Assert.Single(machine.OpenAlerts).FirstRequest!.Id);
    }

    [Fact]
    public void Idle_of_the_turn_before_does_not_end_a_request_for_good()
    {
        // The stream lags behind the snapshot: it tells of the turn's end and of the request when both are long known.
        machine.Apply(Snapshot([Permission("per_1")]), now);
        Apply(new SessionStateChanged("ses_1", SessionState.Idle));

        Apply(new RequestAsked(Permission("per_1")));

        Assert.Single(machine.OpenAlerts);
    }

    [Fact]
    public void Request_of_a_session_that_does_not_run_is_dead_after_two_snapshots_five_seconds_apart()
    {
        machine.Apply(Idle(), now);
        Assert.True(machine.NeedsConfirmation);
        Pass(4.9);
        machine.Apply(Idle(), now);
        Assert.Single(machine.OpenAlerts);
        Pass(0.1);

        machine.Apply(Idle(), now);

        Assert.Equal(AlertState.Withdrawn, Assert.Single(machine.Alerts).State);
        Pass(60);
        Assert.Empty(machine.Apply(Idle(), now));

        Snapshot Idle() => Snapshot([Permission("per_1")]) with { States = new Dictionary<string, SessionState>() };
    }

    [Fact]
    public void Session_that_runs_again_between_two_snapshots_keeps_its_request()
    {
        var absent = Snapshot([Permission("per_1")]) with { States = new Dictionary<string, SessionState>() };
        machine.Apply(absent, now);
        Pass(3);
        machine.Apply(Snapshot([Permission("per_1")]), now);
        Pass(3);

        machine.Apply(absent with { StartedAt = now }, now);

        Assert.Single(machine.OpenAlerts);
    }

    [Fact]
    public void Request_of_a_session_that_is_gone_is_dead_at_once()
    {
        Apply(new RequestAsked(Permission("per_1")));
        Pass(1);

        // The server goes on to list both, the request and the session's state, for ever.
        machine.Apply(Snapshot([Permission("per_1"), Permission("per_2", session: "ses_9")]) with { MissingSessions = new HashSet<string> { "ses_1", "ses_9" } }, now);

        Assert.Equal(AlertState.Withdrawn, Assert.Single(machine.Alerts).State);
    }

    [Fact]
    public void Complete_snapshot_forgets_deleted_sessions()
    {
        Apply(new SessionChanged(Session("ses_old")));
        Pass(1);

        machine.Apply(Snapshot([]), now);

        Assert.DoesNotContain(machine.Sessions, entry => entry.Session.Id == "ses_old");
    }

    [Fact]
    public void Closed_alerts_beyond_the_limit_are_forgotten()
    {
        var small = new AlertMachine("opencode", closedLimit: 2);
        foreach (var id in new[] { "per_1", "per_2", "per_3" })
        {
            small.Apply(new RequestAsked(Permission(id)), now);
            small.Apply(new RequestAnswered(id, ReplyKind.Once), now);
        }

        Assert.Equal(["per_2", "per_3"], small.Alerts.Select(alert => alert.FirstRequest!.Id).Order());
    }

    [Fact]
    public void Decision_that_the_server_took_closes_the_alert_for_the_decider()
    {
        var id = Open("per_1", "per_2");

        Assert.Equal(["per_1", "per_2"], machine.Begin(id, ReplyKind.Always, "me")!.Select(request => request.Id));
        machine.Replied("per_1", ReplyOutcome.Accepted);
        Apply(new RequestAnswered("per_2", ReplyKind.Always));
        machine.Replied("per_2", ReplyOutcome.NotFound);
        machine.End(id);

        var alert = machine.Find(id)!;
        Assert.Equal((AlertState.Decided, ReplyKind.Always, "me"), (alert.State, alert.Decision, alert.DecidedBy));
    }

    [Fact]
    public void Echo_of_a_reply_does_not_take_the_decision_from_its_decider()
    {
        var id = Open("per_1");
        machine.Begin(id, ReplyKind.Reject, "me");
        Apply(new RequestAnswered("per_1", ReplyKind.Reject));
        Apply(new SessionStateChanged("ses_1", SessionState.Idle));

        machine.Replied("per_1", ReplyOutcome.Accepted);
        machine.End(id);

        Assert.Equal((AlertState.Decided, "me"), (machine.Find(id)!.State, machine.Find(id)!.DecidedBy));
    }

    public static TheoryData<string> Withdrawals => ["snapshot", "snapshot and echo", "idle", "disposed"];

    [Theory]
    [MemberData(nameof(Withdrawals))]
    public void Reply_that_the_server_took_wins_over_a_withdrawal_meanwhile(string withdrawal)
    {
        var id = Open("per_1");
        Pass(1);
        machine.Begin(id, ReplyKind.Once, "me");
        Withdraw(withdrawal);
        Assert.Equal(AlertState.Open, machine.Find(id)!.State);

        machine.Replied("per_1", ReplyOutcome.Accepted);
        machine.End(id);

        Assert.Equal((AlertState.Decided, ReplyKind.Once, "me"), (machine.Find(id)!.State, machine.Find(id)!.Decision, machine.Find(id)!.DecidedBy));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Withdrawal_during_a_reply_that_failed_counts(bool notFound)
    {
        var id = Open("per_1");
        Pass(1);
        machine.Begin(id, ReplyKind.Once, "me");
        Withdraw("snapshot");

        if (notFound)
        {
            machine.Replied("per_1", ReplyOutcome.NotFound);
        }

        machine.End(id);

        Assert.Equal(AlertState.Withdrawn, machine.Find(id)!.State);
        Assert.Empty(machine.OpenAlerts);
    }

    [Fact]
    public void Faster_answer_of_another_is_not_claimed()
    {
        var id = Open("per_1");
        machine.Begin(id, ReplyKind.Once, "me");
        Apply(new RequestAnswered("per_1", ReplyKind.Once));

        machine.Replied("per_1", ReplyOutcome.NotFound);
        machine.End(id);

        Assert.Equal(Alert.ByServer, machine.Find(id)!.DecidedBy);
    }

    [Fact]
    public void Reply_that_got_lost_but_arrived_counts()
    {
        var id = Open("per_1");
        machine.Begin(id, ReplyKind.Once, "me");
        Apply(new RequestAnswered("per_1", ReplyKind.Once));

        machine.End(id);

        Assert.Equal((AlertState.Decided, "me"), (machine.Find(id)!.State, machine.Find(id)!.DecidedBy));
    }

    [Fact]
    public void Failed_reply_leaves_the_alert_open_and_decidable()
    {
        var id = Open("per_1");
        machine.Begin(id, ReplyKind.Once, "me");
        Assert.Null(machine.Begin(id, ReplyKind.Once, "you"));

        machine.End(id);

        Assert.Single(machine.OpenAlerts);
        Assert.NotNull(machine.Begin(id, ReplyKind.Once, "you"));
    }

    [Fact]
    public void Reply_to_a_request_that_is_gone_withdraws_and_a_late_answer_corrects_that()
    {
        var id = Open("per_1");
        machine.Begin(id, ReplyKind.Once, "me");
        machine.Replied("per_1", ReplyOutcome.NotFound);
        machine.End(id);
        Assert.Equal(AlertState.Withdrawn, machine.Find(id)!.State);

        Apply(new RequestAnswered("per_1", ReplyKind.Reject));

        Assert.Equal((AlertState.Decided, Alert.ByServer), (machine.Find(id)!.State, machine.Find(id)!.DecidedBy));
    }

    [Fact]
    public void Equivalent_request_during_a_decision_is_not_decided_with_it()
    {
        var id = Open("per_1");
        machine.Begin(id, ReplyKind.Once, "me");

        Apply(new RequestAsked(Permission("per_2")));

        Assert.Equal(2, machine.OpenAlerts.Count);
        Assert.Single(machine.Find(id)!.Requests);
    }

    private (string Older, string Younger) TwoChildren()
    {
        Apply(new SessionChanged(Session("ses_2", parent: "ses_1")));
        Apply(new RequestAsked(Permission("per_1", session: "ses_2")));
        Pass(1);
        Apply(new RequestAsked(Permission("per_2", session: "ses_3")));
        Assert.Equal(2, machine.OpenAlerts.Count);
        return (AlertId.Of("opencode", "per_1"), AlertId.Of("opencode", "per_2"));
    }

    private void Withdraw(string how)
    {
        switch (how)
        {
            case "idle":
                Apply(new SessionStateChanged("ses_1", SessionState.Idle));
                break;
            case "disposed":
                Apply(new InstanceDisposed(Folder));
                break;
            default:
                machine.Apply(Snapshot([]), now);
                break;
        }

        if (how == "snapshot and echo")
        {
            Apply(new RequestAnswered("per_1", ReplyKind.Once));
        }
    }

    private string Open(params string[] requests)
    {
        foreach (var request in requests)
        {
            Apply(new RequestAsked(Permission(request)));
        }

        return Assert.Single(machine.OpenAlerts).Id;
    }

    private IReadOnlyList<AlertChange> Apply(ServerEvent serverEvent) => machine.Apply(serverEvent, now);

    private void Pass(double seconds) => now += TimeSpan.FromSeconds(seconds);

    private Snapshot Snapshot(OpenRequest[] requests) => Given.Snapshot(now, requests);
}
