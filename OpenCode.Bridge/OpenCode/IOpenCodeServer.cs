namespace OpenCode.Bridge.OpenCode;

/// <summary>
/// One OpenCode server, whatever generation of its API it speaks. Every call ends by itself: a server that accepts a
/// connection and never answers is a fault like any other.
/// </summary>
/// <exception cref="OpenCodeException">From every method, when the server cannot be reached or understood.</exception>
internal interface IOpenCodeServer
{
    /// <summary>The server's name in settings, alerts and metrics.</summary>
    string Name { get; }

    /// <summary>
    /// Connects and reads until the connection ends. <see cref="ServerConnected"/> comes first. A silent connection ends
    /// with an exception, one that the server closed ends the sequence.
    /// </summary>
    IAsyncEnumerable<ServerEvent> ReadEventsAsync(CancellationToken cancellationToken);

    /// <summary>Asks for everything that a new connection has missed.</summary>
    Task<Snapshot> TakeSnapshotAsync(SnapshotScope scope, CancellationToken cancellationToken);

    /// <summary>Replies to a request. Never repeated by itself.</summary>
    Task<ReplyOutcome> ReplyAsync(OpenRequest request, Reply reply, CancellationToken cancellationToken);
}
