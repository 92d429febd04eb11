namespace OpenCode.Bridge.OpenCode;

/// <summary>One message of a session, as a person reads it.</summary>
/// <param name="FromModel">False: a person wrote it, or the model of the session above.</param>
/// <param name="CompletedAt">Null while the model still works on it, and for a person's message.</param>
/// <param name="Model"><c>provider/model</c>; null where the server does not say.</param>
/// <param name="Cost">US dollars, of this message alone.</param>
/// <param name="Failure">The error's name alone: its text may hold what a provider sent.</param>
internal sealed record TranscriptMessage(
    string Id,
    bool FromModel,
    DateTimeOffset CreatedAt,
    DateTimeOffset? CompletedAt,
    string? Model,
    decimal Cost,
    string? Failure,
    IReadOnlyList<TranscriptPart> Parts);

internal enum PartKind
{
    Text,
    Reasoning,
    Tool,
    File,
}

/// <param name="Text">What was said or thought, the name of a file; empty for a tool.</param>
/// <param name="Cut">More was said than is passed on.</param>
internal sealed record TranscriptPart(PartKind Kind, string Text, bool Cut, ToolCall? Tool = null);

/// <param name="State"><c>pending</c>, <c>running</c>, <c>completed</c> or <c>error</c>.</param>
/// <param name="Title">The server's short name of what the tool does here.</param>
/// <param name="Input">A shell's command as it is, of other tools the arguments as JSON.</param>
/// <param name="Output">What the tool said, or why it failed.</param>
/// <param name="Diff">Of a tool that changes a file.</param>
internal sealed record ToolCall(string Name, string State, string? Title, string? Input, string? Output, string? Diff);

/// <param name="State"><c>pending</c>, <c>in_progress</c>, <c>completed</c> or <c>cancelled</c>.</param>
internal sealed record Todo(string Text, string State);
