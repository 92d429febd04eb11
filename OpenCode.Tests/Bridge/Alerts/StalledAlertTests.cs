using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;
using static OpenCode.Tests.Bridge.Given;

namespace OpenCode.Tests.Bridge.Alerts;

public sealed class StalledAlertTests : MachineFixture
{
    private const double Limit = 600;

    [Fact]
    public void Row_of_retries_is_stalled_and_withdrawn_when_something_comes()
    {
        Begin();
        Apply(Retry());
        for (var passed = 0; passed < Limit; passed += 20)
        {
            Assert.Empty(Tick());
            Apply(Busy());
            Apply(Retry());
            Pass(20);
        }

        var opened = Assert.Single(Tick());
        Assert.Equal((AlertChangeKind.Opened, AlertKind.Stalled, AlertState.Open, "Root"), (opened.Kind, opened.Alert.Kind, opened.Alert.State, opened.Alert.Title));
        Assert.Equal("The model's provider fails again and again: retrying for 10 min", opened.Alert.Text);
        Assert.Empty(Tick());
        Assert.Empty(Apply(Busy()));
        var closed = Assert.Single(Apply(new SessionActive("ses_1")));
        Assert.Equal((AlertChangeKind.Closed, opened.Alert.Id, AlertState.Withdrawn), (closed.Kind, closed.Alert.Id, closed.Alert.State));
        Assert.Null(Machine.NextDue is { } due && due <= Now ? due : null);
    }

    [Fact]
    public void Silence_while_busy_is_stalled()
    {
        Begin();
        Pass(Limit - 1);
        Assert.Empty(Tick());
        Pass(1);

        Assert.Equal("Busy for 10 min without a sign of progress", Assert.Single(Tick()).Alert.Text);
    }

    [Theory]
    [InlineData("active")]
    [InlineData("nested active")]
    [InlineData("step")]
    [InlineData("message")]
    public void Progress_anywhere_in_the_tree_is_no_silence(string progress)
    {
        Begin();
        Apply(new SessionChanged(Session("ses_2", parent: "ses_1")));
        Apply(Busy("ses_2"));
        Pass(Limit - 1);

        Apply(progress switch
        {
            "active" => new SessionActive("ses_1"),
            "nested active" => new SessionActive("ses_2"),
            "step" => Busy(),
            _ => new MessageEnded(Message("msg_2", "msg_1", at: 20, final: false)),
        });
        Pass(Limit - 1);

        Assert.Empty(Tick());
    }

    [Fact]
    public void Session_that_waits_for_a_person_is_not_stalled()
    {
        Begin();
        Apply(new RequestAsked(Permission("per_1")));
        Pass(10 * Limit);
        Assert.DoesNotContain(Tick(), change => change.Alert.Kind == AlertKind.Stalled);

        Apply(new RequestAnswered("per_1", ReplyKind.Once));

        Assert.Empty(Tick());
        Pass(Limit);
        Assert.Single(Tick());
    }

    [Theory]
    [InlineData("idle")]
    [InlineData("deleted")]
    [InlineData("disposed")]
    [InlineData("snapshot")]
    public void End_of_the_work_withdraws(string end)
    {
        Begin();
        Pass(Limit);
        Tick();

        switch (end)
        {
            case "idle":
                Apply(Idle());
                break;
            case "deleted":
                Apply(new SessionDeleted("ses_1"));
                break;
            case "disposed":
                Apply(new InstanceDisposed(Folder));
                break;
            default:
                Apply(Snapshot() with { Sessions = [Session("ses_1", title: "Root")] });
                break;
        }

        Assert.Equal(AlertState.Withdrawn, Only.State);
        Assert.Empty(Machine.OpenAlerts);
    }

    [Fact]
    public void Snapshots_that_list_the_session_as_busy_are_no_progress()
    {
        Begin();
        for (var passed = 0; passed < Limit; passed += 60)
        {
            Pass(60);
            Apply(Snapshot() with
            {
                Sessions = [Session("ses_1", title: "Root")],
                States = new Dictionary<string, SessionState> { ["ses_1"] = SessionState.Busy },
            });
        }

        Assert.Single(Tick());
    }

    [Fact]
    public void Restored_stall_goes_on_as_the_same_alert()
    {
        Begin();
        Pass(Limit);
        Tick();
        Restart();
        Pass(1);
        Apply(Snapshot() with
        {
            Sessions = [Session("ses_1", title: "Root")],
            States = new Dictionary<string, SessionState> { ["ses_1"] = SessionState.Retry },
        });
        Pass(2 * Limit);

        Assert.Empty(Tick());
        Assert.Single(Machine.OpenAlerts);
        Apply(new SessionActive("ses_1"));
        Assert.Equal(AlertState.Withdrawn, Only.State);
    }

    private void Begin()
    {
        Apply(new SessionChanged(Session("ses_1", title: "Root")));
        Apply(Prompted("msg_1"));
        Apply(Busy());
    }
}
