namespace OpenCode.Bridge.Channels;

/// <summary>How a message fared. Problems are for a person: no secret, no address, nothing that a service wrote.</summary>
internal abstract record SendResult
{
    private SendResult()
    {
    }

    /// <param name="Receipt">What the channel needs to replace the message later; null where it needs nothing.</param>
    internal sealed record Accepted(string? Receipt = null) : SendResult;

    /// <summary>Worth another try.</summary>
    /// <param name="After">When the service said so: no try before.</param>
    internal sealed record Failed(string Problem, TimeSpan? After = null) : SendResult;

    /// <summary>No further try will do better until somebody changes something: wrong token, deleted webhook.</summary>
    internal sealed record Refused(string Problem) : SendResult;
}
