using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;
using static OpenCode.Tests.Bridge.Given;

namespace OpenCode.Tests.Bridge.Alerts;

public sealed class ErrorAlertTests : MachineFixture
{
    private static readonly TurnFailure Unauthorized = new("APIError", 401);

    [Fact]
    public void Failure_is_told_once_a_turn()
    {
        Begin();

        var alert = Assert.Single(Apply(new TurnFailed("ses_1", Unauthorized))).Alert;

        Assert.Equal((AlertKind.Error, AlertState.Done, "Root"), (alert.Kind, alert.State, alert.Title));
        Assert.Equal("The model's provider answered with status 401 (APIError)", alert.Text);
        Assert.Empty(Apply(new TurnFailed("ses_1", new("UnknownError", null))));
        Assert.Empty(Apply(new MessageEnded(Message("msg_2", "msg_1", at: 20, final: false, failure: Unauthorized))));
        Assert.Empty(Apply(Idle()));
    }

    [Fact]
    public void Abort_is_no_failure()
    {
        Begin();

        Assert.Empty(Apply(new TurnFailed("ses_1", new("MessageAbortedError", null))));
        Apply(new MessageEnded(Message("msg_2", "msg_1", at: 20, final: false, failure: new("MessageAbortedError", null))));
        Assert.Empty(Apply(Idle()));
    }

    [Fact]
    public void Next_turns_failure_is_another_alert()
    {
        Begin();
        Apply(new TurnFailed("ses_1", Unauthorized));
        Apply(Prompted("msg_3", at: 30));

        Assert.Single(Apply(new TurnFailed("ses_1", Unauthorized)));
    }

    [Fact]
    public void Nested_sessions_failure_carries_the_roots_title()
    {
        Begin();
        Apply(new SessionChanged(Session("ses_2", parent: "ses_1", title: "Nested")));
        Apply(Prompted("msg_5", session: "ses_2"));

        var alert = Assert.Single(Apply(new TurnFailed("ses_2", Unauthorized))).Alert;

        Assert.Equal(("Root", "ses_2", "ses_1"), (alert.Title, alert.SessionId, alert.RootSessionId));
    }

    [Fact]
    public void Failure_of_an_unknown_turn_waits_for_the_snapshot_that_tells_the_turn()
    {
        Apply(new ServerConnected("1.18.33"));
        Assert.Empty(Apply(new TurnFailed("ses_1", Unauthorized)));

        var alert = Assert.Single(Apply(Snapshot() with
        {
            Sessions = [Session("ses_1", title: "Root")],
            Prompts = [Prompted("msg_1").Prompt],
        })).Alert;

        Assert.Equal(AlertId.Of("opencode", "error", "msg_1"), alert.Id);
    }

    [Fact]
    public void Failure_whose_turn_no_snapshot_tells_is_told_all_the_same()
    {
        Apply(new ServerConnected("1.18.33"));
        Apply(new TurnFailed("ses_1", Unauthorized));

        Assert.Equal(AlertKind.Error, Assert.Single(Apply(Snapshot() with { Sessions = [Session("ses_1")] })).Alert.Kind);
    }

    [Theory]
    [InlineData("ProviderAuthError", null, "The model's provider refused the credentials (ProviderAuthError)")]
    [InlineData("APIError", 500, "The model's provider answered with status 500 (APIError)")]
    [InlineData("UnknownError", null, "The turn failed (UnknownError)")]
    public void Text_is_in_words_of_our_own(string name, int? status, string text) => Assert.Equal(text, AlertText.Of(new TurnFailure(name, status)));

    private void Begin()
    {
        Apply(new SessionChanged(Session("ses_1", title: "Root")));
        Apply(Prompted("msg_1"));
        Apply(Busy());
    }
}
