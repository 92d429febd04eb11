namespace OpenCode.Bridge.OpenCode;

/// <summary>Something a session asks of a person and waits for. Ids are unique per server and never used again.</summary>
/// <param name="Directory">Where the session works; a reply that names another directory is not found.</param>
internal abstract record OpenRequest(string Id, string SessionId, string Directory);

/// <summary>A session wants to use a tool.</summary>
/// <param name="Permission">What is wanted: <c>bash</c>, <c>edit</c>, <c>external_directory</c> …</param>
/// <param name="Patterns">What the server checks against its rules.</param>
/// <param name="Always">The rules that a reply of <see cref="ReplyKind.Always"/> adds.</param>
/// <param name="Detail">The whole command, or the file and its diff, where the server tells.</param>
internal sealed record PermissionRequest(
    string Id,
    string SessionId,
    string Directory,
    string Permission,
    IReadOnlyList<string> Patterns,
    IReadOnlyList<string> Always,
    string? Detail) : OpenRequest(Id, SessionId, Directory);

/// <summary>A session asks one or more questions; the reply answers all of them, in their order.</summary>
internal sealed record QuestionRequest(string Id, string SessionId, string Directory, IReadOnlyList<Question> Questions)
    : OpenRequest(Id, SessionId, Directory);

/// <param name="Multiple">More than one choice may be taken.</param>
/// <param name="Custom">An answer in one's own words is taken too.</param>
internal sealed record Question(string Text, string Header, IReadOnlyList<Choice> Choices, bool Multiple, bool Custom);

internal sealed record Choice(string Label, string Description);
