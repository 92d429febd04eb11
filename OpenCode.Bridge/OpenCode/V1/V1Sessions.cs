namespace OpenCode.Bridge.OpenCode.V1;

/// <inheritdoc cref="IOpenCodeSessions"/>
internal sealed class V1Sessions(string name, V1Client client, ILogger<V1Sessions> logger) : IOpenCodeSessions
{
    private readonly V1Entries entries = new(name, logger);

    public string Name => name;

    public async Task<IReadOnlyList<TranscriptMessage>?> MessagesAsync(string sessionId, int limit, CancellationToken cancellationToken)
    {
        var wire = await client.FindAsync($"session/{Uri.EscapeDataString(sessionId)}/message?limit={limit}", V1Json.Default.JsonElementArray, cancellationToken);
        return wire is null ? null : entries.Read("message", wire, V1TranscriptJson.Default.V1TranscriptEntry, Message, []);
    }

    public async Task<IReadOnlyList<Todo>?> TodosAsync(string sessionId, CancellationToken cancellationToken)
    {
        var wire = await client.FindAsync($"session/{Uri.EscapeDataString(sessionId)}/todo", V1Json.Default.JsonElementArray, cancellationToken);
        return wire is null ? null : entries.Read("todo", wire, V1TranscriptJson.Default.V1Todo, todo => new Todo(todo.Content, todo.Status), []);
    }

    public Task<bool> PromptAsync(Session session, string text, CancellationToken cancellationToken) => client.PostAsync(
        $"{Path(session)}/prompt_async?directory={Uri.EscapeDataString(session.Directory)}",
        new([new("text", text)]),
        V1TranscriptJson.Default.V1Prompt,
        cancellationToken);

    public Task<bool> AbortAsync(Session session, CancellationToken cancellationToken) => client.PostAsync(
        $"{Path(session)}/abort?directory={Uri.EscapeDataString(session.Directory)}",
        new(),
        V1Json.Default.V1Disposed,
        cancellationToken);

    public async Task<Session> CreateAsync(string directory, string? title, CancellationToken cancellationToken) =>
        V1Map.Session(await client.PostForAsync(
            $"session?directory={Uri.EscapeDataString(directory)}",
            new(title),
            V1TranscriptJson.Default.V1NewSession,
            V1Json.Default.V1Session,
            cancellationToken));

    private TranscriptMessage Message(V1TranscriptEntry wire) =>
        V1Transcript.Message(wire, entries.Read("part of a message", wire.Parts, V1TranscriptJson.Default.V1Part, part => part, []));

    private static string Path(Session session) => $"session/{Uri.EscapeDataString(session.Id)}";
}
