using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Inbox.Sessions;

/// <param name="Attach">The command that opens the session in a terminal.</param>
/// <param name="Messages">The last ones, oldest first.</param>
internal sealed record SessionDetailJson(string Id, string Attach, IReadOnlyList<MessageJson> Messages, IReadOnlyList<TodoJson> Todos);

internal sealed record MessageJson(
    string Id,
    string Role,
    DateTime CreatedAt,
    DateTime? CompletedAt,
    string? Model,
    decimal Cost,
    string? Failure,
    IReadOnlyList<PartJson> Parts)
{
    public static MessageJson Of(TranscriptMessage message) => new(
        message.Id,
        message.FromModel ? "assistant" : "user",
        message.CreatedAt.UtcDateTime,
        message.CompletedAt?.UtcDateTime,
        message.Model,
        message.Cost,
        message.Failure,
        [.. message.Parts.Select(PartJson.Of)]);
}

internal sealed record PartJson(string Kind, string Text, bool Cut, ToolCall? Tool)
{
    public static PartJson Of(TranscriptPart part) => new(
        part.Kind switch
        {
            PartKind.Reasoning => "reasoning",
            PartKind.Tool => "tool",
            PartKind.File => "file",
            _ => "text",
        },
        part.Text,
        part.Cut,
        part.Tool);
}

internal sealed record TodoJson(string Text, string State);

internal sealed record PromptJson(string? Text = null);

/// <param name="Server">May be left out where there is one.</param>
internal sealed record NewSessionJson(string? Server = null, string? Directory = null, string? Title = null, string? Prompt = null);

internal sealed record CreatedJson(string Id, string Server);
