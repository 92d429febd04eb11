using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;
using static OpenCode.Tests.Bridge.Given;

namespace OpenCode.Tests.Bridge.Alerts;

public sealed class AlertRestoreTests : MachineFixture
{
    [Fact]
    public void Restored_request_that_is_still_listed_stays_and_is_not_told_again()
    {
        Open("per_1");
        Restart();
        Pass(1);

        Assert.Empty(Apply(Snapshot(Permission("per_1"))));
        Assert.Single(Machine.OpenAlerts);
    }

    [Fact]
    public void Restored_request_that_is_not_listed_is_withdrawn()
    {
        Open("per_1");
        Restart();
        Pass(1);

        Apply(Snapshot());

        Assert.Equal(AlertState.Withdrawn, Only.State);
    }

    [Fact]
    public void Restored_alert_takes_an_equivalent_request_and_a_decision()
    {
        var id = Open("per_1");
        Restart();

        Apply(new RequestAsked(Permission("per_2")));

        Assert.Equal(["per_1", "per_2"], Machine.Begin(id, ReplyKind.Once, "me")!.Select(request => request.Id));
        Machine.Replied("per_1", ReplyOutcome.Accepted);
        Machine.Replied("per_2", ReplyOutcome.Accepted);
        Machine.End(id);
        Assert.Equal((AlertState.Decided, "me"), (Only.State, Only.DecidedBy));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Restored_alert_that_was_closed_does_not_open_again(bool decided)
    {
        Open("per_1");
        Apply(decided ? new RequestAnswered("per_1", ReplyKind.Once) : new SessionStateChanged("ses_1", SessionState.Idle));
        var before = Only;
        Restart();
        Pass(1);

        // After an abort the server lists the request for ever.
        Apply(Snapshot(Permission("per_1")));

        Assert.Equal(before, Only);
    }

    [Fact]
    public void Restored_title_and_root_stay_while_the_sessions_are_unknown()
    {
        Apply(new SessionChanged(Session("ses_1", title: "root")));
        Apply(new SessionChanged(Session("ses_2", parent: "ses_1", title: "nested")));
        Apply(new RequestAsked(Permission("per_1", session: "ses_2")));
        Restart();

        Apply(new SessionChanged(Session("ses_9", title: "another")));

        Assert.Equal(("root", "ses_1"), (Only.Title, Only.RootSessionId));
    }
}
