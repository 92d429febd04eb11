using OpenCode.Bridge.Outbox;

namespace OpenCode.Bridge.Inbox;

/// <param name="Replaces">A later message takes the place of an earlier one.</param>
/// <param name="State">See <see cref="ChannelState"/>; <paramref name="Waiting"/> and <paramref name="Parked"/> too.</param>
/// <param name="LastError">Of the last message that it did not take, also when later ones went through.</param>
/// <param name="RetryAt">While <c>retrying</c>.</param>
internal sealed record ChannelJson(
    string Name,
    bool Replaces,
    string State,
    int Waiting,
    int Parked,
    DateTime? LastSuccess,
    DateTime? LastErrorAt,
    string? LastError,
    DateTime? RetryAt)
{
    public static ChannelJson Of(ChannelState state) => new(
        state.Name,
        state.Replaces,
        state.State,
        state.Waiting,
        state.Parked,
        state.SucceededAt?.UtcDateTime,
        state.FailedAt?.UtcDateTime,
        state.Problem,
        state.RetryAt?.UtcDateTime);
}
