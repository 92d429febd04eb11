using System.Buffers;
using System.Text.Json;
using OpenCode.ScriptedModel.OpenAi;

namespace OpenCode.ScriptedModel.Answers;

/// <summary>
/// Writes server-sent events: role, pieces, finish reason, usage, <c>[DONE]</c>. The usage is sent whether the client
/// asked for it or not.
/// </summary>
internal sealed class StreamedAnswerWriter(HttpContext context, TimeProvider time)
{
    /// <exception cref="OperationCanceledException">The client left.</exception>
    public async Task WriteAsync(ChatRequest request, SpokenAnswer answer)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";

        await SendAsync(Chunk(new Delta { Role = "assistant", Content = "" }));
        var count = 0;
        foreach (var delta in answer.Deltas(CallId.For(request)))
        {
            await SendAsync(Chunk(delta));
            count++;
            await PauseAsync(answer.Pace.Behind(count));
        }

        await SendAsync(Chunk(new Delta(), answer.FinishReason));
        await SendAsync(new ChatChunk(request.Model, [], new Usage(request.PromptTokens, count)));
        await SendAsync("[DONE]"u8.ToArray());

        ChatChunk Chunk(Delta delta, string? finishReason = null) => new(request.Model, [new(delta, finishReason)]);
    }

    private Task SendAsync(ChatChunk chunk) =>
        SendAsync(JsonSerializer.SerializeToUtf8Bytes(chunk, ScriptedModelJson.Default.ChatChunk));

    private async Task SendAsync(byte[] data)
    {
        var body = context.Response.BodyWriter;
        body.Write("data: "u8);
        body.Write(data);
        body.Write("\n\n"u8);
        await body.FlushAsync(context.RequestAborted);
    }

    private Task PauseAsync(TimeSpan pause) =>
        pause > TimeSpan.Zero ? Task.Delay(pause, time, context.RequestAborted) : Task.CompletedTask;
}
