using OpenCode.ScriptedModel.OpenAi;

namespace OpenCode.ScriptedModel.Answers;

/// <summary>Writes the same pieces as <see cref="StreamedAnswerWriter"/>, joined, in one body and at once.</summary>
internal static class WholeAnswerWriter
{
    public static Task WriteAsync(HttpContext context, ChatRequest request, SpokenAnswer answer)
    {
        var deltas = answer.Deltas(CallId.For(request)).ToList();
        var completion = new ChatCompletion(
            request.Model,
            [new(Join(deltas), answer.FinishReason)],
            new Usage(request.PromptTokens, deltas.Count));
        return context.Response.WriteAsJsonAsync(
            completion, ScriptedModelJson.Default.ChatCompletion, cancellationToken: context.RequestAborted);
    }

    private static Delta Join(List<Delta> deltas)
    {
        var reasoning = string.Concat(deltas.Select(delta => delta.ReasoningContent));
        var calls = deltas.SelectMany(delta => delta.ToolCalls ?? []).ToList();
        return new Delta
        {
            Role = "assistant",
            Content = string.Concat(deltas.Select(delta => delta.Content)),
            ReasoningContent = reasoning.Length > 0 ? reasoning : null,
            ToolCalls = calls.Count > 0 ? [Join(calls)] : null,
        };
    }

    private static ToolCall Join(List<ToolCall> calls) => calls[0] with
    {
        Function = calls[0].Function with { Arguments = string.Concat(calls.Select(call => call.Function.Arguments)) },
    };
}
