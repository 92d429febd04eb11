using System.Text;
using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.OpenCode.V1;

namespace OpenCode.Tests.Bridge.OpenCode;

/// <summary>From the bytes of a stream to events.</summary>
public sealed class V1ServerIntakeTests
{
    private const string Idle = """{"directory":"/w","payload":{"id":"evt_1","type":"session.idle","properties":{"sessionID":"ses_1"}}}""";

    [Fact]
    public async Task Dropped_frame_allocates_16_bytes_at_most()
    {
        var dropped = Encoding.UTF8.GetString(Recording.Bytes("streaming-long")).Split("\n\n")
            .Where(frame => frame.Contains("\"message.part.delta\"", StringComparison.Ordinal) || frame.Contains("\"type\":\"sync\"", StringComparison.Ordinal))
            .ToList();
        var bytes = Encoding.UTF8.GetBytes(string.Join("\n\n", dropped) + "\n\n");
        Assert.True(dropped.Count > 2_000);
        await AllocatedAsync(bytes, 1);

        var few = await AllocatedAsync(bytes, 2);
        var many = await AllocatedAsync(bytes, 12);

        var each = (double)(many - few) / (10 * dropped.Count);
        Assert.True(each <= 16, $"{each} bytes");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(V1Server.FrameSize - 2_000)]
    public async Task Frame_within_the_limit_is_read_whole(int size)
    {
        var events = await ReadAsync(Asked(size), Idle);

        Assert.Equal(size, Assert.IsType<PermissionRequest>(Assert.IsType<RequestAsked>(events[1]).Request).Detail?.Length ?? 0);
        Assert.Equal(new SessionStateChanged("ses_1", SessionState.Idle), events[2]);
    }

    [Theory]
    [InlineData(V1Server.FrameSize + 1)]
    [InlineData(3 * V1Server.FrameSize)]
    public async Task Frame_beyond_the_limit_is_skipped_and_the_stream_goes_on(int size)
    {
        var events = await ReadAsync(Idle, Asked(size), Idle, Asked(10));

        Assert.Equal(["ServerConnected", "SessionStateChanged", "SessionStateChanged", "RequestAsked"], events.Select(one => one.GetType().Name));
    }

    [Fact]
    public async Task Many_lines_without_an_end_are_cut_off_too()
    {
        var lines = string.Join('\n', Enumerable.Repeat("data: " + new string('x', 100_000), 200));

        var events = await ReadAsync(lines["data: ".Length..], Idle);

        Assert.Equal(new SessionStateChanged("ses_1", SessionState.Idle), events[^1]);
        Assert.Equal(2, events.Count);
    }

    [Theory]
    [InlineData("{ broken")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("""{"payload":{"type":"session.idle","properties":{"sessionID":"\ud800"}}}""")]
    [InlineData("""{"payload":{"type":"session.updated","properties":{"info":{"id":"s","directory":"/w","title":"","time":{"updated":1e400}}}}}""")]
    [InlineData("""{"payload":{"type":"a.later.kind","properties":{}}}""")]
    public async Task Frame_that_means_nothing_is_survived(string frame) =>
        Assert.Equal(new SessionStateChanged("ses_1", SessionState.Idle), (await ReadAsync(frame, Idle))[^1]);

    [Fact]
    public async Task Invalid_utf8_and_deep_nesting_are_survived()
    {
        byte[] invalid = [.. "data: {\"payload\":{\"type\":\"session.idle\",\"properties\":{\"sessionID\":\""u8, 0xff, 0xc3, .. "\"}}}\n\n"u8];
        var deep = "data: " + new string('[', 100_000) + "\n\n";
        var end = $"data: {Idle}\n\n";
        using var server = new RecordedServer(() => new MemoryStream([.. invalid, .. Encoding.UTF8.GetBytes(deep + end)]));

        Assert.Equal(new SessionStateChanged("ses_1", SessionState.Idle), (await server.ReadAllAsync())[^1]);
    }

    [Fact]
    public async Task Pieces_of_messages_tell_that_their_sessions_are_alive_once_in_a_while()
    {
        using var server = new RecordedServer(() => new MemoryStream(Recording.Bytes("streaming-long")));

        var active = (await server.ReadAllAsync()).OfType<SessionActive>().ToList();

        Assert.InRange(active.Count, 1, 20);
        Assert.Single(active.Select(one => one.SessionId).Distinct());
    }

    private static string Asked(int size) =>
        """{"directory":"/w","payload":{"id":"evt_1","type":"permission.asked","properties":{"id":"per_1","sessionID":"ses_1","permission":"edit","patterns":["a"],"metadata":{"diff":" """[..^1]
        + new string('x', size)
        + "\"}}}}";

    private static async Task<List<ServerEvent>> ReadAsync(params string[] frames)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(frames.Select(frame => $"data: {frame}\n\n")));
        using var server = new RecordedServer(() => new PiecewiseStream(bytes, 65_536, 1, 7, 4_095));
        return await server.ReadAllAsync();
    }

    private static async Task<long> AllocatedAsync(byte[] bytes, int times)
    {
        using var server = new RecordedServer(() => new RepeatedStream(bytes, times));
        // Nothing waits here, so all of it runs on this thread.
        var before = GC.GetAllocatedBytesForCurrentThread();
        await foreach (var _ in server.ReadAsync())
        {
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
