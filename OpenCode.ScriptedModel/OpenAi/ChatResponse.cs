using System.Text.Json.Serialization;

namespace OpenCode.ScriptedModel.OpenAi;

/// <summary>One frame of a streamed answer. The last one has no choice and carries the usage.</summary>
internal sealed record ChatChunk(string? Model, IReadOnlyList<ChunkChoice> Choices, Usage? Usage = null)
{
    public string Id { get; } = ChatCompletion.AnyId;

    public string Object { get; } = "chat.completion.chunk";

    public long Created { get; }
}

internal sealed record ChunkChoice(
    Delta Delta, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? FinishReason = null)
{
    public int Index { get; }
}

/// <summary>A whole answer in one body.</summary>
internal sealed record ChatCompletion(string? Model, IReadOnlyList<CompletionChoice> Choices, Usage Usage)
{
    // Constant, as is `created`: the same request gets the same bytes.
    public const string AnyId = "chatcmpl-scripted";

    public string Id { get; } = AnyId;

    public string Object { get; } = "chat.completion";

    public long Created { get; }
}

internal sealed record CompletionChoice(Delta Message, string FinishReason)
{
    public int Index { get; }
}

/// <summary>A part of the assistant's message, or, in a whole answer, the message.</summary>
internal sealed record Delta
{
    public string? Role { get; init; }

    public string? Content { get; init; }

    public string? ReasoningContent { get; init; }

    public IReadOnlyList<ToolCall>? ToolCalls { get; init; }
}

/// <summary>A call, or a part of one: only the first part carries id, type and name.</summary>
internal sealed record ToolCall(CalledFunction Function)
{
    public int Index { get; }

    public string? Id { get; init; }

    public string? Type { get; init; }
}

/// <param name="Arguments">A JSON object as text, or a piece of it.</param>
internal sealed record CalledFunction(string? Name, string Arguments);

internal sealed record Usage(int PromptTokens, int CompletionTokens)
{
    public int TotalTokens => PromptTokens + CompletionTokens;
}
