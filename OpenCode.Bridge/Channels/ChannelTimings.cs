namespace OpenCode.Bridge.Channels;

/// <summary>How long the services behind the channels may take.</summary>
internal sealed record ChannelTimings
{
    /// <summary>A call from its start to the end of its answer.</summary>
    public TimeSpan Send { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest wait that a service's word makes the bridge keep; one that asks for more is asked again then.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Silence on the reply topic's stream: more than two of ntfy's keep-alives of 45 s.</summary>
    public TimeSpan ReplySilence { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Before the first try to read the reply topic again; doubled with each further one.</summary>
    public TimeSpan ReplyBackOff { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan ReplyBackOffLimit { get; init; } = TimeSpan.FromMinutes(1);
}
