using System.Threading.Channels;

namespace OpenCode.Tests.Bridge.Channels.Fakes;

/// <param name="Event"><c>message</c>, or <c>message_delete</c> and <c>message_clear</c> of an earlier one.</param>
/// <param name="At">When it is or was delivered.</param>
internal sealed record NtfyMessage(string Id, string Event, NtfyPublish Content, DateTimeOffset At)
{
    public string Title => Content.Title;

    public string Text => Content.Message;

    /// <summary>Clients show one message for each of these, the latest.</summary>
    public string Sequence => Content.SequenceId.Length > 0 ? Content.SequenceId : Id;
}

/// <summary>The server's cache and the streams that wait for more.</summary>
internal sealed class NtfyTopics(TimeProvider time)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private readonly Lock gate = new();
    private readonly List<NtfyMessage> cache = [];
    private readonly Dictionary<Channel<NtfyMessage>, string> streams = [];

    /// <summary>In the order of publishing, also what is not due yet.</summary>
    public IReadOnlyList<NtfyMessage> All
    {
        get
        {
            lock (gate)
            {
                return [.. cache];
            }
        }
    }

    public int Streams
    {
        get
        {
            lock (gate)
            {
                return streams.Count;
            }
        }
    }

    public NtfyMessage Add(string kind, NtfyPublish content)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            // A message that waits for its time gives way to a later one of its sequence.
            cache.RemoveAll(old => content.SequenceId.Length > 0 && old.At > now && old.Content.Topic == content.Topic && old.Sequence == content.SequenceId);
            var message = new NtfyMessage(new string(Random.Shared.GetItems<char>(Letters, 12)), kind, content, now + (content.Delay ?? TimeSpan.Zero));
            cache.Add(message);
            foreach (var (stream, _) in streams.Where(stream => stream.Value == content.Topic && content.Delay is null))
            {
                stream.Writer.TryWrite(message);
            }

            return message;
        }
    }

    /// <summary>The cache as after the 12 hours of its default, or after a server without one was restarted.</summary>
    public void Forget()
    {
        lock (gate)
        {
            cache.Clear();
        }
    }

    /// <summary>What is due and came after a message; all when that is not known (any more).</summary>
    public IReadOnlyList<NtfyMessage> Since(string topic, string? id)
    {
        lock (gate)
        {
            var known = id is null ? -1 : cache.FindIndex(message => message.Id == id);
            return [.. cache.Skip(known + 1).Where(message => message.Content.Topic == topic && message.At <= time.GetUtcNow())];
        }
    }

    /// <summary>Old messages first, then new ones: none between is lost.</summary>
    public Channel<NtfyMessage> Open(string topic, Func<IReadOnlyList<NtfyMessage>> old)
    {
        lock (gate)
        {
            var stream = Channel.CreateUnbounded<NtfyMessage>();
            foreach (var message in old())
            {
                stream.Writer.TryWrite(message);
            }

            streams[stream] = topic;
            return stream;
        }
    }

    public void Close(Channel<NtfyMessage> stream)
    {
        lock (gate)
        {
            streams.Remove(stream);
        }
    }

    public void CloseAll()
    {
        lock (gate)
        {
            foreach (var stream in streams.Keys)
            {
                stream.Writer.TryComplete();
            }
        }
    }

    /// <summary>What the notification drawer of a phone holds.</summary>
    public IReadOnlyList<NtfyMessage> Shown(string topic)
    {
        lock (gate)
        {
            return [.. cache
                .Where(message => message.Content.Topic == topic && message.At <= time.GetUtcNow())
                .OrderBy(message => message.At)
                .GroupBy(message => message.Sequence)
                .Select(sequence => sequence.Last())
                .Where(message => message.Event == "message")];
        }
    }
}
