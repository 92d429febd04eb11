using System.IO.Pipelines;
using System.Net.ServerSentEvents;
using System.Text;
using OpenCode.Bridge.OpenCode.V1;

namespace OpenCode.Tests.Bridge.OpenCode;

/// <summary>What is taken out of the stream before it is parsed, and that nothing else is.</summary>
public sealed class FrameFilterTests
{
    private const string Delta = """{"directory":"/w","payload":{"id":"evt_1","type":"message.part.delta","properties":{"sessionID":"ses_1"}}}""";
    private const string Idle = """{"directory":"/w","payload":{"id":"evt_2","type":"session.idle","properties":{"sessionID":"ses_1"}}}""";

    public static TheoryData<string, int> Streams => new(
        from recording in (string[])["streaming-long", "permission-edit", "child-session"]
        from size in (int[])[1, 2, 3, 100, 379, 4096, 65536]
        select (recording, size));

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Everything_but_deltas_comes_through_wherever_blocks_end(string recording, int blockSize)
    {
        var all = await FramesAsync(new MemoryStream(Recording.Bytes(recording)));
        var dropped = 0;

        var kept = await FramesAsync(new FrameFilter(new MemoryStream(Recording.Bytes(recording)), data => IsDelta(data) && ++dropped > 0, blockSize, blockSize));

        Assert.Equal(all.Where(IsOther), kept.Where(IsOther));
        Assert.Equal(all.Count, kept.Count + dropped);
    }

    [Theory]
    [InlineData(1024, 1024)]
    [InlineData(1000, 4096)]
    [InlineData(16 * 1024, 256 * 1024)]
    [InlineData(1 << 20, 1 << 20)]
    public async Task Deltas_are_gone_though_a_block_ends_in_one(int blockSize, int largestBlock)
    {
        var kept = await FramesAsync(new FrameFilter(new MemoryStream(Recording.Bytes("streaming-long")), IsDelta, blockSize, largestBlock));

        Assert.NotEmpty(kept);
        Assert.All(kept, frame => Assert.True(IsOther(frame)));
    }

    [Theory]
    [InlineData("data: " + Idle + "\n\n")]
    [InlineData("data: " + Idle + "\r\n\r\n")]
    [InlineData("data: " + Idle + "\r\r:\r")]
    [InlineData("event: other\ndata: " + Idle + "\n\n")]
    public async Task Frame_that_has_ended_is_not_held_back_until_another_comes(string frame)
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(frame), TestContext.Current.CancellationToken);
        await using var filter = new FrameFilter(pipe.Reader.AsStream(), IsDelta);
        await using var frames = SseParser.Create(filter).EnumerateAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.True(await frames.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal(Idle, frames.Current.Data);
    }

    [Fact]
    public async Task Delta_that_comes_byte_by_byte_is_gone_too()
    {
        var pipe = new Pipe();
        await using var filter = new FrameFilter(pipe.Reader.AsStream(), IsDelta);
        var kept = FramesAsync(filter);
        foreach (var one in Encoding.UTF8.GetBytes($"data: {Delta}\n\ndata: {Idle}\n\ndata: {Delta}\n\n"))
        {
            await pipe.Writer.WriteAsync(new[] { one }, TestContext.Current.CancellationToken);
        }

        await pipe.Writer.CompleteAsync();

        Assert.Equal([Idle], await kept);
    }

    [Fact]
    public async Task Delta_that_is_wanted_stays_in_its_place() =>
        Assert.Equal([Idle, Delta, Idle], await FilterAsync($"data: {Idle}\n\ndata: {Delta}\n\ndata: {Idle}\n\n", drop: false));

    [Theory]
    [InlineData("data: " + Delta + "\ndata: more\n\n", Delta + "\nmore")]
    [InlineData("event: other\ndata: " + Delta + "\n\n", Delta)]
    [InlineData("data:" + Delta + "\n\n", Delta)]
    [InlineData("data: " + Delta + "\r\n\r\n", Delta)]
    public async Task Frame_of_another_form_is_left_to_the_parser(string frame, string data) =>
        Assert.Equal([data, Idle], await FilterAsync($"{frame}data: {Idle}\n\n", drop: true));

    private static bool IsDelta(ReadOnlySpan<byte> data) => V1Peek.Of(data) == PeekedKind.Part && !IsOther(Encoding.UTF8.GetString(data));

    private static bool IsOther(string frame) => !frame.Contains("\"type\":\"message.part.delta\"", StringComparison.Ordinal);

    private static Task<List<string>> FilterAsync(string stream, bool drop) =>
        FramesAsync(new FrameFilter(new MemoryStream(Encoding.UTF8.GetBytes(stream)), data => drop && IsDelta(data)));

    private static async Task<List<string>> FramesAsync(Stream stream)
    {
        await using (stream)
        {
            return await SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken).Select(item => item.Data).ToListAsync(TestContext.Current.CancellationToken);
        }
    }
}
