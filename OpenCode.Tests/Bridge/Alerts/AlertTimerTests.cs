using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;

namespace OpenCode.Tests.Bridge.Alerts;

public sealed class AlertTimerTests : MachineFixture
{
    [Fact]
    public void Tick_reminds_once_of_what_nobody_decided()
    {
        var id = Open("per_1");
        Assert.Equal(Now + TimeSpan.FromMinutes(10), Machine.NextDue);
        Pass(599);
        Assert.Empty(Tick());
        Pass(1);

        var change = Assert.Single(Tick());

        Assert.Equal((AlertChangeKind.Reminded, id, Now), (change.Kind, change.Alert.Id, change.Alert.RemindedAt));
        Assert.Null(Machine.NextDue);
        Pass(86_400);
        Assert.Empty(Tick());
    }

    [Fact]
    public void Tick_after_a_restart_does_not_remind_again()
    {
        Open("per_1");
        Pass(600);
        Tick();

        Restart();

        Assert.Empty(Tick());
    }

    [Fact]
    public void Tick_reminds_of_nothing_that_is_being_decided_or_closed()
    {
        var id = Open("per_1");
        Pass(600);
        Machine.Begin(id, ReplyKind.Once, "me");
        Assert.Empty(Tick());

        Machine.Replied("per_1", ReplyOutcome.Accepted);
        Machine.End(id);

        Assert.Empty(Tick());
        Assert.Null(Machine.NextDue);
    }

    [Fact]
    public void Nothing_expires_unless_it_is_set()
    {
        Open("per_1");
        Pass(1_000_000);

        Assert.Empty(Machine.TakeOverdue(Now));
    }

    [Fact]
    public void What_nobody_decides_is_denied_by_expiry()
    {
        Use(new() { Expire = TimeSpan.FromMinutes(1) });
        var id = Open("per_1");
        Pass(59);
        Assert.Empty(Machine.TakeOverdue(Now));
        Pass(1);

        Assert.Equal(id, Assert.Single(Machine.TakeOverdue(Now)).Id);
        Machine.Begin(id, ReplyKind.Reject, Alert.ByExpiry);
        Machine.Replied("per_1", ReplyOutcome.Accepted);
        Machine.End(id);

        Assert.Equal((AlertState.Expired, ReplyKind.Reject, Alert.ByExpiry), (Only.State, Only.Decision, Only.DecidedBy));
    }

    [Fact]
    public void Denial_that_failed_is_tried_again_later()
    {
        Use(new() { Expire = TimeSpan.FromMinutes(1) });
        Open("per_1");
        Pass(60);
        Assert.Single(Machine.TakeOverdue(Now));
        Assert.Empty(Machine.TakeOverdue(Now));
        Assert.Equal(Now + TimeSpan.FromSeconds(30), Machine.NextDue);
        Pass(30);

        Assert.Single(Machine.TakeOverdue(Now));
    }

    [Fact]
    public void Timers_that_start_now_are_due_no_sooner_than_the_shortest()
    {
        Use(new() { Expire = TimeSpan.FromSeconds(7) });

        Open("per_1");

        Assert.Equal(TimeSpan.FromSeconds(7), Machine.ShortestTimer);
        Assert.True(Machine.NextDue >= Now + Machine.ShortestTimer);
    }
}
