using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Alerts;

/// <summary>What a session did for one prompt, put together from events and snapshots in any order, each message once.</summary>
/// <param name="id">Of the prompt.</param>
internal sealed class Turn(string id)
{
    // Far beyond any turn: only a server that makes ids up comes near to it.
    private const int MessageLimit = 10_000;

    private readonly HashSet<string> messages = [];
    private DateTimeOffset firstAt = DateTimeOffset.MaxValue;

    public string Id => id;

    /// <summary>Null while only messages of the turn are known.</summary>
    public DateTimeOffset? AskedAt { get; set; }

    public DateTimeOffset StartedAt => AskedAt ?? firstAt;

    /// <summary>The message that ended last.</summary>
    public ModelMessage? Last { get; private set; }

    /// <summary>US dollars, without nested sessions.</summary>
    public decimal Cost { get; private set; }

    /// <summary>When something was last heard of the turn, by the bridge's clock.</summary>
    public DateTimeOffset SeenAt { get; set; }

    /// <summary>The stream told of its end as it came, so it is no old story, whatever the clocks say.</summary>
    public bool Live { get; set; }

    public void Add(ModelMessage message)
    {
        if (messages.Count < MessageLimit && messages.Add(message.Id))
        {
            Cost += message.Cost;
        }

        firstAt = message.CreatedAt < firstAt ? message.CreatedAt : firstAt;
        if (Last is null || (message.CompletedAt, message.Id).CompareTo((Last.CompletedAt, Last.Id)) >= 0)
        {
            Last = message;
        }
    }
}
