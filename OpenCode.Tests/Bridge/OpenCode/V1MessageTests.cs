using System.Text;
using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.OpenCode.V1;

namespace OpenCode.Tests.Bridge.OpenCode;

/// <summary>Turns on the wire: messages and errors.</summary>
public sealed class V1MessageTests
{
    [Fact]
    public void Parse_of_a_message_that_ended_keeps_its_use()
    {
        var message = Assert.IsType<MessageEnded>(Parse("message.updated", """
            {"sessionID":"ses_1","info":{"id":"msg_2","parentID":"msg_1","role":"assistant","agent":"build","cost":0.00732,"tokens":{"total":2416,"input":2410,"output":6,"reasoning":4,"cache":{"write":2,"read":3}},"modelID":"claude","providerID":"anthropic","time":{"created":1000,"completed":2000},"sessionID":"ses_1","finish":"stop"}}
            """)).Message;

        Assert.Equal(
            new("msg_2", "ses_1", "msg_1", At(1), At(2), true, null, "anthropic", "claude", new(2410, 6, 4, 3, 2), 0.00732m),
            message);
    }

    [Theory]
    [InlineData("tool-calls", "build")]
    [InlineData("length", "build")]
    [InlineData("stop", "compaction")]
    public void Parse_calls_only_an_answer_final(string finish, string agent)
    {
        var ended = Parse("message.updated", $$$"""
            {"info":{"id":"msg_2","sessionID":"ses_1","parentID":"msg_1","role":"assistant","agent":"{{{agent}}}","time":{"created":1,"completed":2},"finish":"{{{finish}}}"}}
            """);

        Assert.False(Assert.IsType<MessageEnded>(ended).Message.Final);
    }

    [Fact]
    public void Parse_of_a_prompt_begins_a_turn()
    {
        var prompt = Parse("message.updated", """
            {"info":{"id":"msg_1","role":"user","sessionID":"ses_1","time":{"created":1000},"summary":{"diffs":[{"file":"a"}]},"model":{"providerID":"p","modelID":"m"}}}
            """);

        Assert.Equal(new PromptGiven(new("msg_1", "ses_1", At(1))), prompt);
    }

    [Fact]
    public void Parse_of_a_message_that_began_is_a_sign_of_life() => Assert.Equal(
        new SessionActive("ses_1"),
        Parse("message.updated", """{"info":{"id":"msg_2","parentID":"msg_1","role":"assistant","sessionID":"ses_1","time":{"created":1000}}}"""));

    [Fact]
    public void Parse_of_an_error_keeps_nothing_that_a_provider_said()
    {
        var failed = Parse("session.error", """
            {"sessionID":"ses_1","error":{"name":"APIError","data":{"message":"key sk-1 is wrong","statusCode":401,"isRetryable":false,"responseHeaders":{"x":"secret"},"responseBody":"secret","metadata":{"url":"https://secret"}}}}
            """);

        Assert.Equal(new TurnFailed("ses_1", new("APIError", 401)), failed);
    }

    [Theory]
    [InlineData("""{"sessionID":"ses_1"}""", "UnknownError")]
    [InlineData("""{"sessionID":"ses_1","error":{"name":"ALaterError"}}""", "ALaterError")]
    [InlineData("""{"sessionID":"ses_1","error":{"name":"key sk-1 is wrong","data":{}}}""", "UnknownError")]
    public void Parse_of_an_unusual_error_is_still_a_failure(string properties, string name) =>
        Assert.Equal(new TurnFailed("ses_1", new(name, null)), Parse("session.error", properties));

    [Fact]
    public void Parse_of_an_error_of_no_session_is_none_of_ours() => Assert.Null(Parse("session.error", """{"error":{"name":"UnknownError"}}"""));

    [Fact]
    public void Parse_keeps_numbers_that_can_be_added_up()
    {
        var message = Assert.IsType<MessageEnded>(Parse("message.updated", """
            {"info":{"id":"msg_2","sessionID":"ses_1","parentID":"msg_1","role":"assistant","cost":7e27,"tokens":{"input":1e300,"output":-5},"time":{"created":-1,"completed":1e300}}}
            """)).Message;

        Assert.Equal((1_000_000m, 1_000_000_000_000, 0), (message.Cost, message.Tokens.Input, message.Tokens.Output));
        Assert.Equal(DateTimeOffset.UnixEpoch, message.CreatedAt);
    }

    private static DateTimeOffset At(int seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);

    private static ServerEvent? Parse(string type, string properties)
    {
        var frame = V1Frame.Parse(Encoding.UTF8.GetBytes($$$"""{"directory":"/w","payload":{"id":"evt_1","type":"{{{type}}}","properties":{{{properties}}}}}"""));
        Assert.Equal(FrameOutcome.Handled, frame.Outcome);
        return frame.Event;
    }
}
