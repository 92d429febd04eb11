using System.Text.Json.Nodes;
using OpenCode.ScriptedModel.OpenAi;

namespace OpenCode.ScriptedModel.Answers;

/// <summary>One call of a tool: its head first, then the arguments in pieces, as real models stream them.</summary>
internal sealed record ToolCallAnswer(string Tool, JsonObject Arguments, Pace Pace) : SpokenAnswer(Pace)
{
    private const int PieceLength = 24;

    public override string FinishReason => "tool_calls";

    public override IEnumerable<Delta> Deltas(string callId)
    {
        yield return Piece(new ToolCall(new(Tool, "")) { Id = callId, Type = "function" });
        // The default encoder escapes everything beyond ASCII, so no piece ends within a surrogate pair.
        foreach (var piece in Arguments.ToJsonString().Chunk(PieceLength))
        {
            yield return Piece(new ToolCall(new(null, new string(piece))));
        }
    }

    private static Delta Piece(ToolCall call) => new() { ToolCalls = [call] };
}
