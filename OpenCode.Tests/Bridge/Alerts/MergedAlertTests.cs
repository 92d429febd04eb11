using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;
using static OpenCode.Tests.Bridge.Given;

namespace OpenCode.Tests.Bridge.Alerts;

public sealed class MergedAlertTests : MachineFixture
{
    [Fact]
    public void Title_follows_the_root_session()
    {
        Apply(new RequestAsked(Permission("per_1", session: "ses_2")));
        Assert.Equal(("", "ses_2"), (Machine.OpenAlerts[0].Title, Machine.OpenAlerts[0].RootSessionId));

        Apply(new SessionChanged(Session("ses_2", parent: "ses_1", title: "nested")));
        Apply(new SessionChanged(Session("ses_1", title: "root")));

        Assert.Equal(("root", "ses_1"), (Machine.OpenAlerts[0].Title, Machine.OpenAlerts[0].RootSessionId));
    }

    [Fact]
    public void Alerts_that_turn_out_to_be_equivalent_are_merged_into_the_older_one()
    {
        var older = TwoChildren().Older;

        var changes = Apply(new SessionChanged(Session("ses_3", parent: "ses_1")));

        var alert = Assert.Single(Machine.OpenAlerts);
        Assert.Equal(older, alert.Id);
        Assert.Equal(["per_1", "per_2"], alert.Requests.Select(request => request.Id));
        Assert.Equal(AlertState.Withdrawn, Assert.Single(changes, change => change.Kind == AlertChangeKind.Closed).Alert.State);
        Assert.Equal(2, Machine.Begin(older, ReplyKind.Once, "me")!.Count);
        Machine.Replied("per_1", ReplyOutcome.Accepted);
        Machine.Replied("per_2", ReplyOutcome.Accepted);
        Machine.End(older);
        Assert.Equal((AlertState.Decided, "me"), (Machine.Find(older)!.State, Machine.Find(older)!.DecidedBy));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Alert_that_is_being_decided_is_not_merged(bool older)
    {
        var ids = TwoChildren();
        Machine.Begin(older ? ids.Older : ids.Younger, ReplyKind.Once, "me");

        Apply(new SessionChanged(Session("ses_3", parent: "ses_1")));

        Assert.Equal(2, Machine.OpenAlerts.Count);
        Assert.All(Machine.OpenAlerts, alert => Assert.Single(alert.Requests));
    }

    private (string Older, string Younger) TwoChildren()
    {
        Apply(new SessionChanged(Session("ses_2", parent: "ses_1")));
        Apply(new RequestAsked(Permission("per_1", session: "ses_2")));
        Pass(1);
        Apply(new RequestAsked(Permission("per_2", session: "ses_3")));
        Assert.Equal(2, Machine.OpenAlerts.Count);
        return (AlertId.Of("opencode", "per_1"), AlertId.Of("opencode", "per_2"));
    }
}
