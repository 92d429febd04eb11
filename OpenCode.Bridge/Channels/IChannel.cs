namespace OpenCode.Bridge.Channels;

/// <summary>One way to reach the owner. Knows the wire format of one service and nothing of the others.</summary>
internal interface IChannel
{
    /// <summary>As in settings, metrics and the API: <c>ntfy</c>, <c>discord</c>, <c>webhook</c>, <c>webpush</c>.</summary>
    string Name { get; }

    /// <summary>
    /// True where a later message takes the place of an earlier one, so that sending twice shows once and an alert's end
    /// changes what was shown.
    /// </summary>
    bool Replaces { get; }

    /// <summary>False while it reaches nobody: then nothing is meant for it.</summary>
    bool IsReady => true;

    /// <summary>Sends once. Never throws for what the service or the network did: that is a <see cref="SendResult"/>.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up; whether the message arrived is unknown.</exception>
    Task<SendResult> SendAsync(ChannelMessage message, CancellationToken cancellationToken);
}
