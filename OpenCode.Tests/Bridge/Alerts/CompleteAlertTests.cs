using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;
using static OpenCode.Tests.Bridge.Given;

namespace OpenCode.Tests.Bridge.Alerts;

public sealed class CompleteAlertTests : MachineFixture
{
    [Fact]
    public void Turn_that_ended_with_stop_is_complete_when_its_session_is_idle()
    {
        Begin();
        Assert.Empty(Apply(new MessageEnded(Message("msg_2", "msg_1", at: 125))));

        var change = Assert.Single(Apply(Idle()));

        Assert.Equal((AlertChangeKind.Opened, AlertKind.Complete, AlertState.Done), (change.Kind, change.Alert.Kind, change.Alert.State));
        Assert.Equal(("Root", "Done in 2 min 5 s, $0.25", Folder), (change.Alert.Title, change.Alert.Text, change.Alert.Directory));
        Assert.Empty(change.Alert.Requests);
        Assert.Empty(Machine.OpenAlerts);
    }

    [Fact]
    public void Second_idle_of_the_turn_is_no_second_alert()
    {
        Begin();
        Apply(new MessageEnded(Message("msg_2", "msg_1", at: 20)));
        Apply(Idle());

        Assert.Empty(Apply(Idle()));
        // The prompt's summary comes after the end.
        Apply(Prompted("msg_1"));
        Assert.Empty(Apply(Idle()));
    }

    [Theory]
    [InlineData("too short")]
    [InlineData("tools were called")]
    [InlineData("aborted")]
    [InlineData("no message")]
    public void Idle_alone_is_not_complete(string why)
    {
        Begin();
        if (why != "no message")
        {
            Apply(new MessageEnded(why switch
            {
                "too short" => Message("msg_2", "msg_1", at: 9.9),
                "tools were called" => Message("msg_2", "msg_1", at: 20, final: false),
                _ => Message("msg_2", "msg_1", at: 20, failure: new("MessageAbortedError", null)),
            }));
        }

        Assert.Empty(Apply(Idle()));
    }

    [Fact]
    public void Whole_tree_must_be_idle_and_nested_sessions_cost_counts()
    {
        Begin();
        Apply(new SessionChanged(Session("ses_2", parent: "ses_1") with { CreatedAt = Noon.AddSeconds(1), Cost = 0.5m }));
        Apply(Busy("ses_2"));
        Apply(new MessageEnded(Message("msg_2", "msg_1", at: 20)));
        Assert.Empty(Apply(Idle()));

        var alert = Assert.Single(Apply(Idle("ses_2"))).Alert;

        Assert.Equal(("ses_1", "Done in 20 s, $0.75"), (alert.SessionId, alert.Text));
    }

    [Fact]
    public void Nested_session_is_never_complete_by_itself()
    {
        Begin();
        Apply(new SessionChanged(Session("ses_2", parent: "ses_1")));
        Apply(Prompted("msg_5", session: "ses_2"));
        Apply(Busy("ses_2"));
        Apply(new MessageEnded(Message("msg_6", "msg_5", at: 60, session: "ses_2")));

        Assert.Empty(Apply(Idle("ses_2")));
    }

    [Fact]
    public void Prompt_that_waited_for_the_message_makes_one_alert_of_both()
    {
        Begin();
        Apply(Prompted("msg_3", at: 5));
        Apply(new MessageEnded(Message("msg_2", "msg_1", at: 20)));
        Apply(new MessageEnded(Message("msg_4", "msg_3", at: 40)));

        Assert.Equal("Done in 35 s, $0.25", Assert.Single(Apply(Idle())).Alert.Text);
    }

    [Fact]
    public void Next_turn_is_another_alert()
    {
        Begin();
        Apply(new MessageEnded(Message("msg_2", "msg_1", at: 20)));
        Apply(Idle());
        Apply(Prompted("msg_3", at: 30));
        Apply(Busy());
        Apply(new MessageEnded(Message("msg_4", "msg_3", at: 50)));

        Assert.Equal("Done in 20 s, $0.25", Assert.Single(Apply(Idle())).Alert.Text);
    }

    [Fact]
    public void Kind_that_is_not_wanted_makes_no_alert()
    {
        Use(new() { Kinds = new HashSet<AlertKind> { AlertKind.Permission } });
        Begin();
        Apply(new MessageEnded(Message("msg_2", "msg_1", at: 20)));
        Apply(new RequestAsked(Question("que_1")));

        Assert.Empty(Apply(Idle()));
        Assert.Empty(Machine.Alerts);
    }

    private void Begin()
    {
        Apply(new SessionChanged(Session("ses_1", title: "Root")));
        Apply(Prompted("msg_1"));
        Apply(Busy());
    }
}
