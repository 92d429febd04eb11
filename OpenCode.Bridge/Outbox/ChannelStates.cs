using OpenCode.Bridge.Channels;

namespace OpenCode.Bridge.Outbox;

/// <summary>How the channels fare, for a person.</summary>
internal sealed class ChannelStates(OutboxDatabase database, IEnumerable<IChannel> channels)
{
    private readonly List<IChannel> channels = [.. channels];

    private IEnumerable<IChannel> Ready => channels.Where(channel => channel.IsReady);

    /// <summary>Every channel that is set up. While the outbox cannot be read nothing is known of them.</summary>
    public IReadOnlyList<ChannelState> List()
    {
        try
        {
            return database.Read(session =>
            {
                var rows = ChannelTable.All(session).ToDictionary(row => row.Name);
                var waiting = DeliveryTable.Pending(session);
                return (IReadOnlyList<ChannelState>)[.. Ready.Select(channel => Of(session, channel, rows.GetValueOrDefault(channel.Name), waiting.GetValueOrDefault(channel.Name)))];
            });
        }
        catch (OutboxException)
        {
            return [.. Ready.Select(channel => new ChannelState(channel.Name, channel.Replaces, "unknown", 0, 0))];
        }
    }

    private static ChannelState Of(SqlSession session, IChannel channel, ChannelTable.Row? row, int waiting) =>
        new(channel.Name, channel.Replaces, row?.State ?? "unused", waiting, DeliveryTable.Parked(session, channel.Name))
        {
            SucceededAt = row?.SucceededAt,
            FailedAt = row?.FailedAt,
            Problem = row?.Problem,
            RetryAt = row?.State == "retrying" && waiting > 0 ? DeliveryTable.NextDue(session, channel.Name) : null,
        };
}

/// <param name="State">
/// Of its last message: <c>working</c>, <c>retrying</c>, <c>parked</c> (not tried again until something changes); <c>unused</c>
/// before the first, <c>unknown</c> while the outbox cannot be read.
/// </param>
/// <param name="Waiting">Messages that wait or are under way.</param>
/// <param name="Parked">Messages that are not tried again.</param>
internal sealed record ChannelState(string Name, bool Replaces, string State, int Waiting, int Parked)
{
    public DateTimeOffset? SucceededAt { get; init; }

    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>Of the last failure.</summary>
    public string? Problem { get; init; }

    /// <summary>While retrying: when the next try is due.</summary>
    public DateTimeOffset? RetryAt { get; init; }
}
