namespace OpenCode.Bridge.OpenCode;

/// <summary>What a person does with the sessions of one server. Every call ends by itself; none is repeated by itself.</summary>
/// <exception cref="OpenCodeException">From every method, when the server cannot be reached or understood.</exception>
internal interface IOpenCodeSessions
{
    /// <inheritdoc cref="IOpenCodeServer.Name"/>
    string Name { get; }

    /// <summary>The last messages, oldest first; null for a session that the server does not know.</summary>
    Task<IReadOnlyList<TranscriptMessage>?> MessagesAsync(string sessionId, int limit, CancellationToken cancellationToken);

    /// <summary>The model's own list of what is to be done; null for a session that the server does not know.</summary>
    Task<IReadOnlyList<Todo>?> TodosAsync(string sessionId, CancellationToken cancellationToken);

    /// <summary>Hands a session one more message; what comes of it comes by events.</summary>
    /// <returns>False for a session that the server does not know.</returns>
    Task<bool> PromptAsync(Session session, string text, CancellationToken cancellationToken);

    /// <summary>Stops what a session does. A session that does nothing stays as it is.</summary>
    /// <returns>False for a session that the server does not know.</returns>
    Task<bool> AbortAsync(Session session, CancellationToken cancellationToken);

    /// <summary>Makes a session that works in a directory of the server's.</summary>
    Task<Session> CreateAsync(string directory, string? title, CancellationToken cancellationToken);
}
