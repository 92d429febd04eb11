namespace OpenCode.Bridge.Channels;

/// <summary>How long the services behind the channels may take.</summary>
internal sealed record ChannelTimings
{
    /// <summary>A call from its start to the end of its answer.</summary>
    public TimeSpan Send { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Silence on the reply topic's stream: more than two of ntfy's keep-alives of 45 s.</summary>
    public TimeSpan ReplySilence { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Before the first try to read the reply topic again; doubled with each further one.</summary>
    public TimeSpan ReplyBackOff { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan ReplyBackOffLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the dead man's message is put off.</summary>
    public TimeSpan DeadManEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>By how much. Silence of this length is an alarm.</summary>
    public TimeSpan DeadManDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The same on ntfy.sh, which takes 250 messages a day of a visitor and counts each put-off as one: these are 96.</summary>
    public TimeSpan SharedDeadManEvery { get; init; } = TimeSpan.FromMinutes(15);

    public TimeSpan SharedDeadManDelay { get; init; } = TimeSpan.FromMinutes(40);
}
