using OpenCode.ScriptedModel.OpenAi;

namespace OpenCode.ScriptedModel.Answers;

/// <summary>What happens to one request.</summary>
internal abstract record Answer;

/// <summary>The connection is closed without a byte.</summary>
internal sealed record DropAnswer : Answer;

/// <summary>An HTTP error.</summary>
/// <param name="Times">So many times in a row; null: always.</param>
/// <param name="Afterwards">What the model says when the errors are used up.</param>
internal sealed record ErrorAnswer(OpenAiError Error, int? Times, SpokenAnswer Afterwards) : Answer;

/// <summary>Something that comes from the model as a sequence of pieces.</summary>
internal abstract record SpokenAnswer(Pace Pace) : Answer
{
    public abstract string FinishReason { get; }

    /// <param name="callId">Id of the tool call, if this is one; unique in the conversation.</param>
    public abstract IEnumerable<Delta> Deltas(string callId);
}
