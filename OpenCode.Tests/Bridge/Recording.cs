using System.Net.ServerSentEvents;
using OpenCode.Bridge.OpenCode.V1;

namespace OpenCode.Tests.Bridge;

/// <summary>What OpenCode 1.18.33 sent on <c>/global/event</c>, byte for byte.</summary>
internal static class Recording
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Recordings");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.global.sse")
        .Select(path => Path.GetFileName(path)[..^".global.sse".Length])
        .Order(StringComparer.Ordinal);

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, $"{name}.global.sse"));

    public static async Task<List<V1Frame>> ReadAsync(Stream stream)
    {
        var frames = new List<V1Frame>();
        await foreach (var item in SseParser.Create(stream, (_, data) => V1Frame.Parse(data)).EnumerateAsync(TestContext.Current.CancellationToken))
        {
            frames.Add(item.Data);
        }

        return frames;
    }

    public static Task<List<V1Frame>> FramesAsync(string name) => ReadAsync(new MemoryStream(Bytes(name)));
}

/// <summary>Gives its bytes out in pieces of the given sizes, over and over, as a network would.</summary>
internal sealed class PiecewiseStream(byte[] bytes, params int[] sizes) : MemoryStream(bytes)
{
    private int next;

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Size(buffer.Length)]);

    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Size(count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer, offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    private int Size(int limit) => Math.Min(limit, sizes[next++ % sizes.Length]);
}
