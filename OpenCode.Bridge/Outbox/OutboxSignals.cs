using System.Collections.Concurrent;
using System.Threading.Channels;

namespace OpenCode.Bridge.Outbox;

/// <summary>Wakes a channel's worker as soon as something is stored for it. A call that nobody waits for is kept, once.</summary>
internal sealed class OutboxSignals(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Channel<bool>> signals = [];

    public void Wake(string channel) => Of(channel).Writer.TryWrite(true);

    /// <param name="channel">Name of the channel.</param>
    /// <param name="limit">Returns after this long at the latest; null: waits on.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task WaitAsync(string channel, TimeSpan? limit, CancellationToken cancellationToken)
    {
        var reader = Of(channel).Reader;
        if (reader.TryRead(out _))
        {
            return;
        }

        // Longer than a timer may wait is as good as for ever, but for a clock that was set.
        var wait = limit is { } given && given < TimeSpan.FromHours(1) ? given : TimeSpan.FromHours(1);
        using var timeout = new CancellationTokenSource(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            await reader.ReadAsync(linked.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
        }
    }

    private Channel<bool> Of(string channel) => signals.GetOrAdd(
        channel,
        _ => Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }));
}
