using System.Text.RegularExpressions;
using OpenCode.ScriptedModel.OpenAi;

namespace OpenCode.ScriptedModel.Answers;

/// <summary>Words, one a piece, each with the space behind it. Reasoning, where there is some, comes first.</summary>
internal sealed partial record TextAnswer(string Text, Pace Pace, string Reasoning = "") : SpokenAnswer(Pace)
{
    public override string FinishReason => "stop";

    public override IEnumerable<Delta> Deltas(string callId) =>
    [
        .. Pieces(Reasoning).Select(word => new Delta { ReasoningContent = word }),
        .. Pieces(Text).Select(word => new Delta { Content = word }),
    ];

    private static IEnumerable<string> Pieces(string text) => Word().Matches(text).Select(match => match.Value);

    [GeneratedRegex(@"\S+\s*")]
    private static partial Regex Word();
}
