using System.Net.ServerSentEvents;
using System.Text;
using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.OpenCode.V1;

namespace OpenCode.Tests.Bridge.OpenCode;

/// <summary>What is known of a frame by its bytes, and that it is what reading it would say.</summary>
public sealed class V1PeekTests
{
    [Theory]
    [InlineData("""{"directory":"/w","payload":{"id":"evt_1","type":"message.part.delta","properties":{}}}""", PeekedKind.Part)]
    [InlineData("""{"payload":{"id":"evt_1","type":"message.part.delta"}}""", PeekedKind.Part)]
    [InlineData("""{"directory":"/w","payload":{"id":"evt_1","type":"message.part.updated","properties":{}}}""", PeekedKind.Part)]
    [InlineData("""{"directory":"/w","payload":{"type":"sync","syncEvent":{"type":"session.idle.1"}}}""", PeekedKind.Sync)]
    [InlineData("""{"directory":"/w/{draft}","payload":{"id":"evt_1","type":"message.part.delta","properties":{}}}""", PeekedKind.Unknown)]
    [InlineData("""{ "directory": "/w", "payload": { "id": "evt_1", "type": "message.part.delta" } }""", PeekedKind.Unknown)]
    [InlineData("""{"directory":"/w","payload":{"id":"evt_1","type":"session.idle","properties":{}}}""", PeekedKind.Unknown)]
    [InlineData("""{"directory":"/w","xpayload":{"id":"evt_1","type":"message.part.delta"}}""", PeekedKind.Unknown)]
    [InlineData("", PeekedKind.Unknown)]
    internal void Peek_knows_what_is_written_as_the_server_writes_it(string json, PeekedKind expected) =>
        Assert.Equal(expected, V1Peek.Of(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("""{"directory":"/w","payload":{"id":"evt_1","type":"message.part.delta","properties":{"sessionID":"ses_1","delta":"a"}}}""", "ses_1")]
    [InlineData("""{"directory":"/w","payload":{"id":"evt_1","type":"message.part.delta","properties":{"delta":"a","sessionID":"ses_1"}}}""", "")]
    [InlineData("""{"directory":"/w","payload":{"id":"evt_1","type":"message.part.delta","properties":{"sessionID":"ses\u005f1"}}}""", "")]
    [InlineData("""{"directory":"/w","payload":{"id":"evt_1","type":"session.idle","properties":{"sessionID":"ses_1"}}}""", "")]
    [InlineData("""{"directory":"/w","payload":{"id":"evt_1","type":"message.part.delta","properties":{"sessionID":"ses_1""", "")]
    public void Session_of_a_piece_is_told_where_it_stands_as_usual(string json, string session) =>
        Assert.Equal(session, Encoding.UTF8.GetString(V1Peek.SessionOf(Encoding.UTF8.GetBytes(json))));

    [Fact]
    public async Task Peek_never_says_of_a_recorded_frame_what_reading_it_does_not()
    {
        var known = 0;
        foreach (var recording in Recording.Names)
        {
            var frames = SseParser.Create(new MemoryStream(Recording.Bytes(recording)), (_, data) => (Kind: V1Peek.Of(data), Frame: V1Frame.Parse(data)));
            await foreach (var (kind, frame) in frames.EnumerateAsync(TestContext.Current.CancellationToken).Select(item => item.Data))
            {
                known += kind == PeekedKind.Unknown ? 0 : 1;
                Assert.True(kind == PeekedKind.Unknown || frame == new V1Frame(FrameOutcome.Ignored, null, kind == PeekedKind.Part ? V1Frame.Part : "other"));
            }
        }

        Assert.True(known > 2_000);
    }

    [Theory]
    // What looks like a delta is the name of a folder, …
    [InlineData("""{"directory":"\"payload\":{\"id\":\"\",\"type\":\"message.part.delta\"","payload":{"id":"evt_1","type":"session.idle","properties":{"sessionID":"ses_1"}}}""")]
    // … part of something else, …
    [InlineData("""{"extra":{"payload":{"id":"evt_0","type":"message.part.delta"}},"payload":{"id":"evt_1","type":"session.idle","properties":{"sessionID":"ses_1"}}}""")]
    // … or the text of the frame's id.
    [InlineData("""{"payload":{"id":"evt_1\",\"type\":\"message.part.delta\"","type":"session.idle","properties":{"sessionID":"ses_1"}}}""")]
    public void What_only_looks_like_a_delta_is_left_to_the_reader(string json)
    {
        var data = Encoding.UTF8.GetBytes(json);

        Assert.Equal(PeekedKind.Unknown, V1Peek.Of(data));
        Assert.Equal(new SessionStateChanged("ses_1", SessionState.Idle), V1Frame.Parse(data).Event);
    }
}
