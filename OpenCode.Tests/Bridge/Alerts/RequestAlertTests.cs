using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;
using static OpenCode.Tests.Bridge.Given;

namespace OpenCode.Tests.Bridge.Alerts;

public sealed class RequestAlertTests : MachineFixture
{
    [Fact]
    public void Asked_opens_one_alert_with_a_lasting_id()
    {
        var change = Assert.Single(Apply(new RequestAsked(Permission("per_1"))));

        Assert.Equal(AlertChangeKind.Opened, change.Kind);
        Assert.Equal((AlertState.Open, "ls -la", Now), (change.Alert.State, change.Alert.Text, change.Alert.CreatedAt));
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

        Assert.Equal(["per_1", "per_2"], Assert.Single(Machine.Alerts).Requests.Select(request => request.Id));
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

        Assert.Equal(2, Machine.OpenAlerts.Count);
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

        Assert.Equal(2, Machine.Alerts.Count());
        Assert.Equal("per_2", Assert.Single(Machine.OpenAlerts).FirstRequest!.Id);
    }

    [Fact]
    public void Answered_elsewhere_is_decided_by_the_server()
    {
        Apply(new RequestAsked(Question("que_1")));

        Apply(new RequestAnswered("que_1", ReplyKind.Answer));

        var alert = Assert.Single(Machine.Alerts);
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

        Assert.Equal(AlertState.Withdrawn, Assert.Single(Machine.Alerts).State);
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

        Assert.Equal(AlertState.Open, Assert.Single(Machine.Alerts).State);
    }

    [Fact]
    public void Closed_alerts_beyond_the_limit_are_forgotten()
    {
        var small = new AlertMachine("opencode", closedLimit: 2);
        foreach (var id in new[] { "per_1", "per_2", "per_3" })
        {
            small.Apply(new RequestAsked(Permission(id)), Now);
            small.Apply(new RequestAnswered(id, ReplyKind.Once), Now);
        }

        Assert.Equal(["per_2", "per_3"], small.Alerts.Select(alert => alert.FirstRequest!.Id).Order());
    }
}
