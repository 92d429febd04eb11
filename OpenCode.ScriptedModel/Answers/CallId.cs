using OpenCode.ScriptedModel.OpenAi;

namespace OpenCode.ScriptedModel.Answers;

internal static class CallId
{
    /// <summary>A conversation only grows, so the number of its messages is unique within it, and the same in every run.</summary>
    public static string For(ChatRequest request) => $"call_{request.Messages.Count}";
}
