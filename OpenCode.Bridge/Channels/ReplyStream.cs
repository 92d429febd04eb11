using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace OpenCode.Bridge.Channels;

/// <param name="Id">By which reading goes on after it.</param>
/// <param name="Text">Whatever somebody wrote to the topic.</param>
internal sealed record ReplyMessage(string Id, string Text);

/// <summary>A topic's JSON stream: an object a line, https://docs.ntfy.sh/subscribe/api/#json-message-format.</summary>
internal static class ReplyStream
{
    /// <summary>A message of 4,096 bytes with its envelope, each byte escaped, fits.</summary>
    private const int LongestLine = 64 * 1024;

    /// <summary>Every line: null for what is no message, as the keep-alives.</summary>
    /// <exception cref="TimeoutException">Silence.</exception>
    /// <exception cref="IOException">The connection broke, or a line is longer than ntfy's are.</exception>
    public static async IAsyncEnumerable<ReplyMessage?> ReadAsync(
        Stream stream,
        TimeSpan silence,
        TimeProvider time,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(stream);
        try
        {
            while (true)
            {
                var read = await pipe.ReadAsync(cancellationToken).AsTask().WaitAsync(silence, time, cancellationToken);
                var rest = read.Buffer;
                while (rest.PositionOf((byte)'\n') is { } end)
                {
                    yield return Parse(rest.Slice(0, end));
                    rest = rest.Slice(rest.GetPosition(1, end));
                }

                if (rest.Length > LongestLine)
                {
                    throw new IOException("A line is too long");
                }

                pipe.AdvanceTo(rest.Start, rest.End);
                if (read.IsCompleted)
                {
                    yield break;
                }
            }
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    private static ReplyMessage? Parse(ReadOnlySequence<byte> line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return JsonText.Of(json.RootElement, "event") == "message" && JsonText.Of(json.RootElement, "id") is { } id
                ? new(id, JsonText.Of(json.RootElement, "message") ?? "")
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
