using System.Text;
using OpenCode.AppHost.CommandLine;

namespace OpenCode.Benchmarks.Bridge;

/// <summary>Bytes of the recording of a long streamed answer, as OpenCode 1.18 sent them: 2,000 chunks.</summary>
internal static class Frames
{
    private static readonly string[] Dropped = ["\"type\":\"message.part.delta\"", "\"type\":\"sync\"", "\"type\":\"message.part.updated\""];

    /// <summary>The whole recording, its last frame complete.</summary>
    public static byte[] Recording { get; } = Join(Read());

    /// <summary>Only what nothing is made of: over 95% of every stream.</summary>
    public static byte[] DroppedOnly { get; } = Join(Read().Where(IsDropped));

    public static int Count(byte[] frames)
    {
        var count = 0;
        for (var rest = frames.AsSpan(); rest.IndexOf("\n\n"u8) is >= 0 and var end; rest = rest[(end + 2)..])
        {
            count++;
        }

        return count;
    }

    public static byte[] Event(string type, string properties, string directory = "/workspaces/project-1") => Encoding.UTF8.GetBytes(
        $$$"""data: {"directory":"{{{directory}}}","payload":{"id":"evt_1","type":"{{{type}}}","properties":{{{properties}}}}}""" + "\n\n");

    /// <summary>A permission as the server lists it.</summary>
    public static string Permission(string id, string session, string command) =>
        $$"""{"id":"{{id}}","sessionID":"{{session}}","permission":"bash","patterns":["{{command}}"],"metadata":{"command":"{{command}}"},"always":["{{command}} *"]}""";

    public static byte[] Asked(string permission) => Event("permission.asked", permission);

    public static byte[] Replied(string id, string session) => Event("permission.replied", $$"""{"sessionID":"{{session}}","requestID":"{{id}}","reply":"once"}""");

    private static bool IsDropped(string frame) =>
        Dropped.Any(type => frame.IndexOf(type, StringComparison.Ordinal) is >= 0 and var at && at < frame.IndexOf("\"properties\"", StringComparison.Ordinal) + 400);

    private static IEnumerable<string> Read()
    {
        var path = Path.Combine(SolutionFolder.Find(), "OpenCode.Tests", "Recordings", "streaming-long.global.sse");
        return File.ReadAllText(path).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).SkipLast(1);
    }

    private static byte[] Join(IEnumerable<string> frames) => Encoding.UTF8.GetBytes(string.Concat(frames.Select(frame => frame + "\n\n")));
}
