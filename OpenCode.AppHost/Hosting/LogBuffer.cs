using System.Runtime.CompilerServices;

namespace OpenCode.AppHost.Hosting;

/// <param name="Number">Counts from 1 and goes on over restarts of the process.</param>
internal sealed record LogLine(int Number, string Text, bool IsError);

/// <summary>
/// The last lines that a process wrote. Bounded: old lines make room, and a reader that is too slow misses lines rather
/// than hold anybody up.
/// </summary>
internal sealed class LogBuffer(int capacity = LogBuffer.DefaultCapacity)
{
    public const int DefaultCapacity = 10_000;

    // One line of 100 MB must not be kept ten thousand times.
    private const int LongestLine = 16_384;
    private const int Batch = 500;

    private readonly Lock _gate = new();
    private readonly Queue<LogLine> _lines = new();
    private TaskCompletionSource _grown = NewSignal();
    private int _last;

    public void Append(string text, bool isError)
    {
        lock (_gate)
        {
            _lines.Enqueue(new LogLine(++_last, text.Length > LongestLine ? $"{text.AsSpan(0, LongestLine)}…" : text, isError));
            if (_lines.Count > capacity)
            {
                _lines.Dequeue();
            }

            _grown.TrySetResult();
            _grown = NewSignal();
        }
    }

    /// <summary>The texts of the last lines.</summary>
    public IReadOnlyList<string> Tail(int count)
    {
        lock (_gate)
        {
            return [.. _lines.Skip(_lines.Count - count).Select(line => line.Text)];
        }
    }

    /// <summary>All lines that are kept, then, with <paramref name="follow"/>, each new one; never an empty batch.</summary>
    public async IAsyncEnumerable<IReadOnlyList<LogLine>> ReadAsync(bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = 0;
        while (true)
        {
            IReadOnlyList<LogLine> lines;
            Task grown;
            lock (_gate)
            {
                var first = _last - _lines.Count + 1;
                lines = [.. _lines.Skip(Math.Max(0, seen + 1 - first)).Take(Batch)];
                grown = _grown.Task;
            }

            if (lines.Count > 0)
            {
                seen = lines[^1].Number;
                yield return lines;
            }
            else if (follow)
            {
                await grown.WaitAsync(cancellationToken);
            }
            else
            {
                yield break;
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
