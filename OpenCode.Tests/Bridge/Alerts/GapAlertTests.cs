using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;
using static OpenCode.Tests.Bridge.Given;

namespace OpenCode.Tests.Bridge.Alerts;

/// <summary>What ended while nobody listened. Here the server's clock is the bridge's.</summary>
public sealed class GapAlertTests : MachineFixture
{
    public GapAlertTests() => Pass((Noon - Now).TotalSeconds);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Turn_that_ended_in_a_gap_is_told_once(bool restart)
    {
        Connect();
        Gap(restart);
        var snapshot = Ended(at: 100);

        Assert.Equal("Done in 1 min 40 s, $0.25", Assert.Single(Apply(snapshot)).Alert.Text);

        Assert.Empty(Apply(snapshot));
        Gap(restart);
        Assert.Empty(Apply(snapshot with { StartedAt = Now }));
    }

    [Fact]
    public void Turn_that_ended_in_a_gap_is_told_though_the_next_life_ended_before_it_was_heard_of()
    {
        Connect();
        Gap(restart: true);
        Apply(new ServerAlive());
        Apply(new SnapshotFailed(OpenCodeFault.Unreachable, "500"));
        Gap(restart: true);

        Assert.Equal("Done in 1 min 40 s, $0.25", Assert.Single(Apply(Ended(at: 100) with { StartedAt = Now })).Alert.Text);
    }

    [Fact]
    public void Failure_in_a_gap_is_told_once()
    {
        Connect();
        Gap(restart: true);
        var snapshot = Ended(at: 100, new("APIError", 400));

        Assert.Equal(AlertKind.Error, Assert.Single(Apply(snapshot)).Alert.Kind);
        Gap(restart: true);
        Assert.Empty(Apply(snapshot with { StartedAt = Now }));
    }

    [Fact]
    public void Turn_that_the_stream_told_is_not_told_again_by_the_next_snapshot()
    {
        Connect();
        Apply(new SessionChanged(Session("ses_1")));
        Apply(Prompted("msg_1"));
        Apply(new MessageEnded(Message("msg_2", "msg_1", at: 100)));
        Assert.Single(Apply(Idle()));
        Gap(restart: true);

        Assert.Empty(Apply(Ended(at: 100)));
    }

    [Fact]
    public void First_start_ever_tells_nothing_old()
    {
        Pass(1000);
        Apply(new ServerConnected("1.18.33"));
        Pass(1);

        Assert.Empty(Apply(Ended(at: 999)));
        // And the stream tells what is new, whatever the server's clock says.
        Apply(Prompted("msg_3", at: -5000));
        Apply(new MessageEnded(Message("msg_4", "msg_3", at: -4000)));
        Assert.Single(Apply(Idle()));
    }

    [Fact]
    public void Turn_that_goes_on_is_not_complete()
    {
        Connect();
        Gap(restart: false);

        Assert.Empty(Apply(Ended(at: 100) with { States = new Dictionary<string, SessionState> { ["ses_1"] = SessionState.Busy } }));
        Assert.Single(Apply(Idle()));
    }

    [Fact]
    public void Both_of_two_turns_in_a_gap_are_told()
    {
        Connect();
        Gap(restart: false);
        var snapshot = Ended(at: 100);

        var changes = Apply(snapshot with
        {
            Prompts = [.. snapshot.Prompts, Prompted("msg_3", at: 110).Prompt],
            Messages = [.. snapshot.Messages, Message("msg_4", "msg_3", at: 130)],
        });

        Assert.Equal(["Done in 1 min 40 s, $0.25", "Done in 20 s, $0.25"], changes.Select(change => change.Alert.Text));
    }

    [Fact]
    public void Watermark_grows_while_the_stream_is_read_and_stops_with_it()
    {
        Assert.Null(Machine.Watermark);
        Connect();
        Pass(10);
        Apply(new ServerAlive());
        var read = Now;
        Assert.Equal(read, Machine.Watermark);
        Assert.Null(Machine.TurnsSince);
        Pass(10);

        Apply(new ServerLost(OpenCodeFault.Unreachable, "gone"));
        Pass(10);
        Apply(new ServerConnected("1.18.33"));
        Apply(new ServerAlive());

        Assert.Equal(read, Machine.Watermark);
        Assert.InRange(Machine.TurnsSince!.Value, read.AddMinutes(-2), read);
    }

    private void Connect()
    {
        Apply(new ServerConnected("1.18.33"));
        Apply(Snapshot());
    }

    private void Gap(bool restart)
    {
        if (restart)
        {
            Restart();
        }
        else
        {
            Apply(new ServerLost(OpenCodeFault.Unreachable, "gone"));
        }

        Pass(3600);
        Apply(new ServerConnected("1.18.33"));
        Pass(1);
    }

    private Snapshot Ended(double at, TurnFailure? failure = null) => Snapshot() with
    {
        Sessions = [Session("ses_1", title: "Root")],
        Prompts = [Prompted("msg_1").Prompt],
        Messages = [Message("msg_2", "msg_1", at, final: failure is null, failure: failure)],
    };
}
