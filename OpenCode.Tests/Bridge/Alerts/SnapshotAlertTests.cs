using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;
using static OpenCode.Tests.Bridge.Given;

namespace OpenCode.Tests.Bridge.Alerts;

public sealed class SnapshotAlertTests : MachineFixture
{
    [Fact]
    public void Snapshot_opens_what_was_missed_and_nothing_twice()
    {
        Apply(new RequestAsked(Permission("per_1")));
        var snapshot = Snapshot(Permission("per_1"), Question("que_2"));

        Assert.Equal("que_2", Assert.Single(Apply(snapshot)).Alert.FirstRequest!.Id);
        Assert.Empty(Apply(snapshot));
        Assert.Equal(2, Machine.OpenAlerts.Count);
    }

    [Fact]
    public void Snapshot_without_a_request_withdraws_it()
    {
        Apply(new RequestAsked(Permission("per_1")));
        Pass(1);

        Apply(Snapshot());

        Assert.Equal(AlertState.Withdrawn, Assert.Single(Machine.Alerts).State);
    }

    [Fact]
    public void Snapshot_that_did_not_reach_a_directory_says_nothing_about_it()
    {
        Apply(new RequestAsked(Permission("per_1")));
        Pass(1);

        Apply(Snapshot() with { Directories = new HashSet<string>() });

        Assert.Single(Machine.OpenAlerts);
    }

    [Fact]
    public void Events_during_a_snapshot_win_over_it()
    {
        Apply(new RequestAsked(Permission("per_answered")));
        Apply(new RequestAsked(Permission("per_idle", session: "ses_2")));
        Pass(1);
        var listed = Snapshot(Permission("per_answered"), Permission("per_idle", session: "ses_2"), Permission("per_unseen", session: "ses_3"));
        Apply(new RequestAnswered("per_answered", ReplyKind.Once));
        Apply(new SessionStateChanged("ses_2", SessionState.Idle));
        Apply(new RequestAnswered("per_unseen", ReplyKind.Once));
        Apply(new RequestAsked(Permission("per_new", session: "ses_4")));

        Apply(listed);

        Assert.Equal("per_new", Assert.Single(Machine.OpenAlerts).FirstRequest!.Id);
    }

    [Fact]
    public void Idle_of_the_turn_before_does_not_end_a_request_for_good()
    {
        // The stream lags behind the snapshot: it tells of the turn's end and of the request when both are long known.
        Apply(Snapshot(Permission("per_1")));
        Apply(new SessionStateChanged("ses_1", SessionState.Idle));

        Apply(new RequestAsked(Permission("per_1")));

        Assert.Single(Machine.OpenAlerts);
    }

    [Fact]
    public void Request_of_a_session_that_does_not_run_is_dead_after_two_snapshots_five_seconds_apart()
    {
        Apply(Idle());
        Assert.True(Machine.NeedsConfirmation);
        Pass(4.9);
        Apply(Idle());
        Assert.Single(Machine.OpenAlerts);
        Pass(0.1);

        Apply(Idle());

        Assert.Equal(AlertState.Withdrawn, Assert.Single(Machine.Alerts).State);
        Pass(60);
        Assert.Empty(Apply(Idle()));

        Snapshot Idle() => Snapshot(Permission("per_1")) with { States = new Dictionary<string, SessionState>() };
    }

    [Fact]
    public void Session_that_runs_again_between_two_snapshots_keeps_its_request()
    {
        var absent = Snapshot(Permission("per_1")) with { States = new Dictionary<string, SessionState>() };
        Apply(absent);
        Pass(3);
        Apply(Snapshot(Permission("per_1")));
        Pass(3);

        Apply(absent with { StartedAt = Now });

        Assert.Single(Machine.OpenAlerts);
    }

    [Fact]
    public void Request_of_a_session_that_is_gone_is_dead_at_once()
    {
        Apply(new RequestAsked(Permission("per_1")));
        Pass(1);

        // The server goes on to list both, the request and the session's state, for ever.
        Apply(Snapshot(Permission("per_1"), Permission("per_2", session: "ses_9")) with { MissingSessions = new HashSet<string> { "ses_1", "ses_9" } });

        Assert.Equal(AlertState.Withdrawn, Assert.Single(Machine.Alerts).State);
    }

    [Fact]
    public void Complete_snapshot_forgets_deleted_sessions()
    {
        Apply(new SessionChanged(Session("ses_old")));
        Pass(1);

        Apply(Snapshot());

        Assert.DoesNotContain(Machine.Sessions, entry => entry.Session.Id == "ses_old");
    }
}
