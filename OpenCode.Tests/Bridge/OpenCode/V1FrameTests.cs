using System.Text;
using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.OpenCode.V1;

namespace OpenCode.Tests.Bridge.OpenCode;

public sealed class V1FrameTests
{
    public static TheoryData<string> AllRecordings => [.. Recording.Names];

    [Theory]
    [MemberData(nameof(AllRecordings))]
    public async Task Frames_split_at_odd_positions_read_the_same(string name)
    {
        var whole = Describe(await Recording.FramesAsync(name));

        var split = Describe(await Recording.ReadAsync(new PiecewiseStream(Recording.Bytes(name), 1, 3, 7, 61, 2, 1021, 5)));

        Assert.NotEmpty(whole);
        Assert.Equal(whole, split);
    }

    [Theory]
    [MemberData(nameof(AllRecordings))]
    public async Task Frames_of_a_real_server_are_never_malformed(string name)
    {
        var frames = await Recording.FramesAsync(name);

        // Only a frame that the recording's end cuts off may be unreadable, and the parser never delivers that one.
        Assert.DoesNotContain(frames, frame => frame.Outcome == FrameOutcome.Malformed);
        Assert.Equal("server.connected", frames[0].Kind);
    }

    [Fact]
    public async Task Parse_drops_deltas_and_twins_of_a_long_stream_unread()
    {
        var frames = await Recording.FramesAsync("streaming-long");

        Assert.True(frames.Count(frame => frame.Outcome == FrameOutcome.Ignored) > frames.Count * 0.95);
    }

    [Fact]
    public void Parse_keeps_the_words_of_a_permission()
    {
        var frame = Parse("""
            {"directory":"/w","payload":{"id":"evt_1","type":"permission.asked","properties":{"id":"per_1","sessionID":"ses_1","permission":"edit","patterns":["a.txt"],"metadata":{"filepath":"/w/a.txt","diff":"-a\n+b"},"always":["*"]}}}
            """);

        var request = Assert.IsType<PermissionRequest>(Assert.IsType<RequestAsked>(frame.Event).Request);
        Assert.Equal(("per_1", "ses_1", "/w", "edit", "/w/a.txt\n-a\n+b"), (request.Id, request.SessionId, request.Directory, request.Permission, request.Detail));
        Assert.Equal(["a.txt"], request.Patterns);
        Assert.Equal(["*"], request.Always);
    }

    [Theory]
    [InlineData("", "unreadable")]
    [InlineData("{", "unreadable")]
    [InlineData("[]", "unreadable")]
    [InlineData("""{"payload":{}}""", "unreadable")]
    [InlineData("""{"payload":{"type":7}}""", "unreadable")]
    [InlineData("""{"directory":"/w","payload":{"type":"permission.asked","properties":{"id":"per_1"}}}""", "permission.asked")]
    [InlineData("""{"payload":{"type":"permission.asked","properties":{"id":"per_1","sessionID":"ses_1","permission":"bash","patterns":[]}}}""", "permission.asked")]
    [InlineData("""{"directory":"/w","payload":{"type":"permission.asked","properties":{"id":"per_1","sessionID":null,"permission":"bash","patterns":[]}}}""", "permission.asked")]
    [InlineData("""{"payload":{"type":"permission.replied","properties":{"requestID":"per_1","reply":"perhaps"}}}""", "permission.replied")]
    [InlineData("""{"payload":{"type":"session.idle","properties":{"sessionID":"ses_1"}""", "session.idle")]
    [InlineData("""{"directory":"/w","payload":{"type":"session.idle","properties":null}}""", "session.idle")]
    [InlineData("""{"directory":"/w","payload":{"type":"session.status","properties":null}}""", "session.status")]
    [InlineData("""{"directory":"/w","payload":{"type":"session.status","properties":{"sessionID":"ses_1","status":null}}}""", "session.status")]
    [InlineData("""{"directory":"/w","payload":{"type":"session.updated","properties":{"info":null}}}""", "session.updated")]
    [InlineData("""{"directory":"/w","payload":{"type":"session.updated","properties":{"info":{"id":null,"directory":"/w","title":"","time":{"updated":1}}}}}""", "session.updated")]
    [InlineData("""{"directory":"/w","payload":{"type":"permission.asked","properties":{"id":"per_1","sessionID":"ses_1","permission":"bash","patterns":[null]}}}""", "permission.asked")]
    [InlineData("""{"directory":"/w","payload":{"type":"permission.asked","properties":{"id":"per_1","sessionID":"ses_1","permission":"bash","patterns":[],"always":[null]}}}""", "permission.asked")]
    [InlineData("""{"directory":"/w","payload":{"type":"permission.asked","properties":{"id":"per_1","sessionID":"ses_1","permission":"bash","patterns":[],"metadata":{"command":"\ud800"}}}}""", "permission.asked")]
    [InlineData("""{"directory":"/w","payload":{"type":"question.asked","properties":{"id":"que_1","sessionID":"ses_1","questions":[null]}}}""", "question.asked")]
    [InlineData("""{"directory":"/w","payload":{"type":"question.asked","properties":{"id":"que_1","sessionID":"ses_1","questions":[{"question":"?","header":"","options":[null]}]}}}""", "question.asked")]
    [InlineData("""{"directory":"/w","payload":{"type":"question.replied","properties":null}}""", "question.replied")]
    [InlineData("""{"payload":{"type":null}}""", "unreadable")]
    [InlineData("""{"payload":null}""", "unreadable")]
    [InlineData("null", "unreadable")]
    public void Parse_says_which_kind_of_frame_was_malformed(string json, string kind)
    {
        var frame = Parse(json);

        Assert.Equal((FrameOutcome.Malformed, kind, null), (frame.Outcome, frame.Kind, frame.Event));
    }

    [Fact]
    public void Parse_finds_the_type_wherever_it_stands()
    {
        var frame = Parse("""{"payload":{"properties":{"type":"sync","sessionID":"ses_1"},"type":"session.idle"},"directory":"/w"}""");

        Assert.Equal(new SessionStateChanged("ses_1", SessionState.Idle), frame.Event);
    }

    [Theory]
    [InlineData("""{"directory":"/w","payload":{"id":"evt_1","type":"message.part.delta","properties":{}}}""")]
    [InlineData("""{"payload":{"id":"evt_1","type":"message.part.delta"}}""")]
    [InlineData("""{"directory":"/w/{draft}","payload":{"id":"evt_1","type":"message.part.delta","properties":{}}}""")]
    [InlineData("""{ "directory": "/w", "payload": { "id": "evt_1", "type": "message.part.delta" } }""")]
    [InlineData("""{"payload":{"type":"message.part.delta","id":"evt_1"}}""")]
    public void Delta_is_dropped_however_it_is_written(string json) =>
        Assert.Equal(new V1Frame(FrameOutcome.Ignored, null, V1Frame.Part), Parse(json));

    [Theory]
    [InlineData("""{"directory":"/w","payload":{"type":"sync","syncEvent":{"type":"session.idle.1"}}}""", "other")]
    [InlineData("""{"directory":"/w/{draft}","payload":{"type":"sync","syncEvent":{"type":"session.idle.1"}}}""", "other")]
    [InlineData("""{"directory":"/w","payload":{"id":"evt_1","type":"message.part.updated","properties":{}}}""", V1Frame.Part)]
    [InlineData("""{"directory":"/w/{draft}","payload":{"id":"evt_1","type":"message.part.updated","properties":{}}}""", V1Frame.Part)]
    public void Twins_and_parts_are_dropped_however_they_are_written(string json, string kind) =>
        Assert.Equal(new V1Frame(FrameOutcome.Ignored, null, kind), Parse(json));

    [Fact]
    public async Task Retry_of_a_real_server_says_when_and_its_session_with_which_model()
    {
        var events = (await Recording.FramesAsync("error-500-then-recovers")).Select(frame => frame.Event).ToList();

        var retry = events.OfType<SessionStateChanged>().First(changed => changed.State == SessionState.Retry);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1795416916538), retry.RetryAt);
        Assert.All(events.OfType<SessionStateChanged>().Where(changed => changed.State != SessionState.Retry), changed => Assert.Null(changed.RetryAt));
        Assert.Equal("fake/fake-1", events.OfType<SessionChanged>().Last().Session.Model);
    }

    [Theory]
    [InlineData("""{"type":"retry"}""")]
    [InlineData("""{"type":"retry","next":"soon"}""")]
    [InlineData("""{"type":"retry","next":-1}""")]
    [InlineData("""{"type":"retry","next":null}""")]
    public void Retry_without_a_time_is_a_retry_all_the_same(string status)
    {
        var frame = Parse($$$$"""{"directory":"/w","payload":{"type":"session.status","properties":{"sessionID":"ses_1","status":{{{{status}}}}}}}""");

        Assert.Equal(new SessionStateChanged("ses_1", SessionState.Retry), frame.Event);
    }

    [Theory]
    [InlineData("\"one\"")]
    [InlineData("{}")]
    [InlineData("""{"id":7,"providerID":"a"}""")]
    [InlineData("null")]
    public void Session_with_an_unknown_form_of_model_is_a_session_all_the_same(string model)
    {
        var frame = Parse($$$$$"""{"directory":"/w","payload":{"type":"session.updated","properties":{"info":{"id":"ses_1","directory":"/w","title":"","time":{"updated":1},"model":{{{{{model}}}}}}}}}""");

        Assert.Null(Assert.IsType<SessionChanged>(frame.Event).Session.Model);
    }

    private static V1Frame Parse(string json) => V1Frame.Parse(Encoding.UTF8.GetBytes(json));

    private static List<string> Describe(IEnumerable<V1Frame> frames) => [.. frames.Select(frame => frame.ToString())];
}
