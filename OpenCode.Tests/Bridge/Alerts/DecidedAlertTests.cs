using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;
using static OpenCode.Tests.Bridge.Given;

namespace OpenCode.Tests.Bridge.Alerts;

public sealed class DecidedAlertTests : MachineFixture
{
    [Fact]
    public void Decision_that_the_server_took_closes_the_alert_for_the_decider()
    {
        var id = Open("per_1", "per_2");

        Assert.Equal(["per_1", "per_2"], Machine.Begin(id, ReplyKind.Always, "me")!.Select(request => request.Id));
        Machine.Replied("per_1", ReplyOutcome.Accepted);
        Apply(new RequestAnswered("per_2", ReplyKind.Always));
        Machine.Replied("per_2", ReplyOutcome.NotFound);
        Machine.End(id);

        var alert = Machine.Find(id)!;
        Assert.Equal((AlertState.Decided, ReplyKind.Always, "me"), (alert.State, alert.Decision, alert.DecidedBy));
    }

    [Fact]
    public void Echo_of_a_reply_does_not_take_the_decision_from_its_decider()
    {
        var id = Open("per_1");
        Machine.Begin(id, ReplyKind.Reject, "me");
        Apply(new RequestAnswered("per_1", ReplyKind.Reject));
        Apply(new SessionStateChanged("ses_1", SessionState.Idle));

        Machine.Replied("per_1", ReplyOutcome.Accepted);
        Machine.End(id);

        Assert.Equal((AlertState.Decided, "me"), (Machine.Find(id)!.State, Machine.Find(id)!.DecidedBy));
    }

    public static TheoryData<string> Withdrawals => ["snapshot", "snapshot and echo", "idle", "disposed"];

    [Theory]
    [MemberData(nameof(Withdrawals))]
    public void Reply_that_the_server_took_wins_over_a_withdrawal_meanwhile(string withdrawal)
    {
        var id = Open("per_1");
        Pass(1);
        Machine.Begin(id, ReplyKind.Once, "me");
        Withdraw(withdrawal);
        Assert.Equal(AlertState.Open, Machine.Find(id)!.State);

        Machine.Replied("per_1", ReplyOutcome.Accepted);
        Machine.End(id);

        Assert.Equal((AlertState.Decided, ReplyKind.Once, "me"), (Machine.Find(id)!.State, Machine.Find(id)!.Decision, Machine.Find(id)!.DecidedBy));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Withdrawal_during_a_reply_that_failed_counts(bool notFound)
    {
        var id = Open("per_1");
        Pass(1);
        Machine.Begin(id, ReplyKind.Once, "me");
        Withdraw("snapshot");

        if (notFound)
        {
            Machine.Replied("per_1", ReplyOutcome.NotFound);
        }

        Machine.End(id);

        Assert.Equal(AlertState.Withdrawn, Machine.Find(id)!.State);
        Assert.Empty(Machine.OpenAlerts);
    }

    [Fact]
    public void Faster_answer_of_another_is_not_claimed()
    {
        var id = Open("per_1");
        Machine.Begin(id, ReplyKind.Once, "me");
        Apply(new RequestAnswered("per_1", ReplyKind.Once));

        Machine.Replied("per_1", ReplyOutcome.NotFound);
        Machine.End(id);

        Assert.Equal(Alert.ByServer, Machine.Find(id)!.DecidedBy);
    }

    [Fact]
    public void Reply_that_got_lost_but_arrived_counts()
    {
        var id = Open("per_1");
        Machine.Begin(id, ReplyKind.Once, "me");
        Apply(new RequestAnswered("per_1", ReplyKind.Once));

        Machine.End(id);

        Assert.Equal((AlertState.Decided, "me"), (Machine.Find(id)!.State, Machine.Find(id)!.DecidedBy));
    }

    [Fact]
    public void Failed_reply_leaves_the_alert_open_and_decidable()
    {
        var id = Open("per_1");
        Machine.Begin(id, ReplyKind.Once, "me");
        Assert.Null(Machine.Begin(id, ReplyKind.Once, "you"));

        Machine.End(id);

        Assert.Single(Machine.OpenAlerts);
        Assert.NotNull(Machine.Begin(id, ReplyKind.Once, "you"));
    }

    [Fact]
    public void Reply_to_a_request_that_is_gone_withdraws_and_a_late_answer_corrects_that()
    {
        var id = Open("per_1");
        Machine.Begin(id, ReplyKind.Once, "me");
        Machine.Replied("per_1", ReplyOutcome.NotFound);
        Machine.End(id);
        Assert.Equal(AlertState.Withdrawn, Machine.Find(id)!.State);

        Apply(new RequestAnswered("per_1", ReplyKind.Reject));

        Assert.Equal((AlertState.Decided, Alert.ByServer), (Machine.Find(id)!.State, Machine.Find(id)!.DecidedBy));
    }

    [Fact]
    public void Equivalent_request_during_a_decision_is_not_decided_with_it()
    {
        var id = Open("per_1");
        Machine.Begin(id, ReplyKind.Once, "me");

        Apply(new RequestAsked(Permission("per_2")));

        Assert.Equal(2, Machine.OpenAlerts.Count);
        Assert.Single(Machine.Find(id)!.Requests);
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
                Apply(Snapshot());
                break;
        }

        if (how == "snapshot and echo")
        {
            Apply(new RequestAnswered("per_1", ReplyKind.Once));
        }
    }
}
