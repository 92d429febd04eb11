using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Channels.Push;
using OpenCode.Bridge.Outbox;
using OpenCode.Bridge.Watching;

namespace OpenCode.Bridge.Inbox.Live;

/// <summary>
/// Tells every open page what changed. What changed is found by comparing: whoever changes something only says that it did,
/// and a burst of changes is one message. Nobody watches: nothing is compared.
/// </summary>
internal sealed class ChangeFeed : BackgroundService
{
    public const string Changes = "changes";

    /// <summary>The first event of a connection that may have missed something: fetch everything.</summary>
    public const string Reset = "reset";

    /// <summary>Nothing happened, and the bridge lives. Its data is the bridge's time.</summary>
    public const string Beat = "beat";

    /// <summary>A page that has heard nothing for some of these is cut off, whatever its connection says.</summary>
    public static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan KeepWatching = TimeSpan.FromMinutes(2);

    // A page so far behind had better fetch everything.
    private const int Backlog = 256;

    private readonly AlertArchive archive;
    private readonly AlertStore store;
    private readonly List<ServerStatus> servers;
    private readonly ChannelStates channels;
    private readonly TimeProvider time;
    private readonly Channel<bool> signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock gate = new();
    private readonly List<Channel<SseItem<string>>> readers = [];
    private readonly Queue<SseItem<string>> kept = new();
    private readonly string epoch;
    private LiveView? view;
    private DateTimeOffset watchedUntil;
    private long revision;

    public ChangeFeed(AlertArchive archive, AlertStore store, IEnumerable<ServerStatus> servers, ChannelStates channels, DeliveryQueue deliveries, IPushSubscriptions subscriptions, TimeProvider time)
    {
        this.archive = archive;
        this.store = store;
        this.servers = [.. servers];
        this.channels = channels;
        this.time = time;
        epoch = time.GetUtcNow().ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture);
        store.Changed += Signal;
        deliveries.Completed += Signal;
        subscriptions.Changed += Signal;
        this.servers.ForEach(server => server.Changed += Signal);
    }

    /// <summary>Goes on after the event with the given id when that is still known, and begins with <see cref="Reset"/> otherwise.</summary>
    public async IAsyncEnumerable<SseItem<string>> ReadAsync(string? lastId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = Channel.CreateBounded<SseItem<string>>(Backlog);
        foreach (var item in Join(reader, lastId))
        {
            yield return item;
        }

        try
        {
            while (true)
            {
                yield return await NextAsync(reader.Reader, cancellationToken);
            }
        }
        finally
        {
            Leave(reader);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            // Not everything is told, that a message is tried for instance: looked for now and then.
            using var limit = new CancellationTokenSource(BeatEvery, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stoppingToken);
            await ((Task)signals.Reader.WaitToReadAsync(either.Token).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(Burst, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            signals.Reader.TryRead(out _);
            Compare();
        }
    }

    private void Signal() => signals.Writer.TryWrite(true);

    private void Compare()
    {
        lock (gate)
        {
            if (view is null)
            {
                return;
            }

            if (readers.Count == 0 && time.GetUtcNow() > watchedUntil)
            {
                // What happens from here on is kept for nobody: the last event is not the last one any more.
                view = null;
                kept.Clear();
                revision++;
                return;
            }

            var now = LiveView.Take(archive, store, servers, channels);
            if (now.Since(view) is { } changes)
            {
                Publish(changes);
            }

            view = now;
        }
    }

    private void Publish(ChangesJson changes)
    {
        revision++;
        var item = new SseItem<string>(JsonSerializer.Serialize(changes, InboxJson.Default.ChangesJson), Changes) { EventId = Id };
        kept.Enqueue(item);
        if (kept.Count > Backlog)
        {
            kept.Dequeue();
        }

        foreach (var reader in readers.Where(reader => !reader.Writer.TryWrite(item)).ToList())
        {
            // Too slow: its page comes back and fetches everything.
            reader.Writer.TryComplete();
            readers.Remove(reader);
        }
    }

    private List<SseItem<string>> Join(Channel<SseItem<string>> reader, string? lastId)
    {
        lock (gate)
        {
            view ??= LiveView.Take(archive, store, servers, channels);
            readers.Add(reader);
            var behind = revision - Revision(lastId);
            if (behind < 0 || behind > kept.Count)
            {
                return [new("{}", Reset) { EventId = Id }];
            }

            return behind == 0 ? [BeatNow()] : [.. kept.Skip(kept.Count - (int)behind)];
        }
    }

    /// <summary>Of an event's id; one that nothing can follow when the id is another bridge's, or none.</summary>
    private long Revision(string? id) =>
        id?.Split('.') is [var of, var number] && of == epoch && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var known) ? known : long.MaxValue;

    private void Leave(Channel<SseItem<string>> reader)
    {
        lock (gate)
        {
            readers.Remove(reader);
            watchedUntil = time.GetUtcNow() + KeepWatching;
        }
    }

    private async ValueTask<SseItem<string>> NextAsync(ChannelReader<SseItem<string>> reader, CancellationToken cancellationToken)
    {
        using var beat = new CancellationTokenSource(BeatEvery, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(beat.Token, cancellationToken);
        try
        {
            return await reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return BeatNow();
        }
    }

    private SseItem<string> BeatNow() => new(time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture), Beat);

    private string Id => $"{epoch}.{revision}";
}
