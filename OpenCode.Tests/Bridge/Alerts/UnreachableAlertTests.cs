using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;

namespace OpenCode.Tests.Bridge.Alerts;

public sealed class UnreachableAlertTests : MachineFixture
{
    [Fact]
    public void Outage_is_told_after_its_time_and_withdrawn_when_the_server_is_watched_again()
    {
        Lose("opencode cannot be reached");
        Assert.Equal(Now.AddSeconds(30), Machine.NextDue);
        Pass(29);
        Assert.Empty(Tick());
        Pass(1);

        var opened = Assert.Single(Tick());
        Assert.Equal((AlertChangeKind.Opened, AlertKind.Unreachable, "opencode"), (opened.Kind, opened.Alert.Kind, opened.Alert.Title));
        Assert.Equal("opencode cannot be reached", opened.Alert.Text);
        Assert.Null(Machine.NextDue);
        Assert.Empty(Apply(new ServerConnected("1.18.33")));
        var closed = Assert.Single(Apply(Snapshot()));
        Assert.Equal((AlertChangeKind.Closed, opened.Alert.Id, AlertState.Withdrawn), (closed.Kind, closed.Alert.Id, closed.Alert.State));
    }

    [Fact]
    public void Short_outage_is_not_told()
    {
        Lose("gone");
        Pass(29);
        Apply(new ServerConnected("1.18.33"));
        Apply(Snapshot());
        Pass(3600);

        Assert.Empty(Tick());
    }

    [Fact]
    public void Tries_that_fail_do_not_put_the_alert_off()
    {
        for (var passed = 0; passed < 30; passed += 3)
        {
            Lose("gone");
            Pass(3);
        }

        Assert.Single(Tick());
    }

    [Fact]
    public void Connection_that_tells_no_state_is_an_outage()
    {
        // The port is open and heartbeats come, yet every call fails: a broken configuration does that.
        Apply(new ServerConnected("1.18.33"));
        Apply(new SnapshotFailed(OpenCodeFault.Unexpected, "opencode answered /permission with status 500"));
        Pass(30);
        Apply(new ServerAlive());

        Assert.Equal("opencode answered /permission with status 500", Assert.Single(Tick()).Alert.Text);
    }

    [Fact]
    public void Snapshot_that_fails_while_the_stream_is_read_is_no_outage()
    {
        Apply(new ServerConnected("1.18.33"));
        Apply(Snapshot());
        Apply(new SnapshotFailed(OpenCodeFault.Unexpected, "once"));
        Pass(3600);

        Assert.Empty(Tick());
    }

    [Fact]
    public void Other_reason_updates_the_same_alert()
    {
        Lose("opencode cannot be reached");
        Pass(30);
        var id = Assert.Single(Tick()).Alert.Id;

        var change = Assert.Single(Apply(new ServerLost(OpenCodeFault.Unauthorized, "opencode refuses the user name or password")));

        Assert.Equal((AlertChangeKind.Updated, id, "opencode refuses the user name or password"), (change.Kind, change.Alert.Id, change.Alert.Text));
        Assert.Empty(Apply(new ServerLost(OpenCodeFault.Unauthorized, "opencode refuses the user name or password")));
    }

    [Fact]
    public void Restored_outage_is_the_same_alert()
    {
        Lose("gone");
        Pass(30);
        var id = Assert.Single(Tick()).Alert.Id;
        Restart();
        Lose("gone");
        Pass(3600);
        Assert.Empty(Tick());

        Apply(new ServerConnected("1.18.33"));
        Assert.Equal(id, Assert.Single(Apply(Snapshot())).Alert.Id);
    }

    [Fact]
    public void Outage_takes_no_decision()
    {
        Lose("gone");
        Pass(30);

        Assert.Null(Machine.Begin(Assert.Single(Tick()).Alert.Id, ReplyKind.Once, "me"));
    }

    [Fact]
    public void Kind_that_is_not_wanted_keeps_no_timer()
    {
        Use(new() { Kinds = new HashSet<AlertKind> { AlertKind.Permission } });
        Lose("gone");
        Pass(3600);

        Assert.Empty(Tick());
        Assert.Null(Machine.NextDue);
    }

    private void Lose(string reason) => Apply(new ServerLost(OpenCodeFault.Unreachable, reason));
}
