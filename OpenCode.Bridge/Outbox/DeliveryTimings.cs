namespace OpenCode.Bridge.Outbox;

/// <summary>How often and how long a channel is tried.</summary>
internal sealed record DeliveryTimings
{
    /// <summary>Before the second try of a message; doubled with each further one, with jitter.</summary>
    public TimeSpan BackOff { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan BackOffLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest pause of a channel that fails at message after message: then one is tried again.</summary>
    public TimeSpan PauseLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For one try, should a channel not see to it itself.</summary>
    public TimeSpan Try { get; init; } = TimeSpan.FromSeconds(60);
}
