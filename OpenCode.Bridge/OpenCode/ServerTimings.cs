namespace OpenCode.Bridge.OpenCode;

/// <summary>How long a server may take, measured against OpenCode 1.18.</summary>
internal sealed record ServerTimings
{
    /// <summary>
    /// To the first byte of a stream. Requests that arrive within about 0.2 s after the server opens its port are accepted
    /// and never answered, so waiting longer only delays the second try.
    /// </summary>
    public TimeSpan FirstByte { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Silence on a stream: three heartbeats of 10 s.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Any other call. The first one in a directory starts the server's instance for it.</summary>
    public TimeSpan Call { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Before the first try to reconnect; doubled with each further one, with jitter.</summary>
    public TimeSpan BackOff { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Every connection that ends leaks a listener in the server: no hammering.</summary>
    public TimeSpan BackOffLimit { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Between the two snapshots that agree on a session's absence; see <c>AlertMachine</c>.</summary>
    public TimeSpan Confirm { get; init; } = TimeSpan.FromSeconds(5.5);

    /// <summary>Between snapshots while something is open, in case the stream did not tell its end.</summary>
    public TimeSpan Review { get; init; } = TimeSpan.FromSeconds(60);
}
