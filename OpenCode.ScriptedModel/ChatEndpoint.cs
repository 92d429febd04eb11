using System.Diagnostics;
using System.Text.Json;
using OpenCode.ScriptedModel.Answers;
using OpenCode.ScriptedModel.OpenAi;
using OpenCode.ScriptedModel.Script;

namespace OpenCode.ScriptedModel;

/// <summary><c>POST …/chat/completions</c>: reads the request, plans the answer, notes it, writes it.</summary>
internal sealed partial class ChatEndpoint(
    RequestLog log,
    FailureCounter failures,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<ChatEndpoint> logger)
{
    public async Task HandleAsync(HttpContext context)
    {
        // A stalled answer lasts minutes; nobody waits for it when the server stops.
        await using var stopping = lifetime.ApplicationStopping.Register(context.Abort);
        try
        {
            if (await ReadAsync(context) is { } request)
            {
                await AnswerAsync(context, request);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Aborting an answer is what a person does all day: no error, no stack trace.
            ClientLeft();
        }
    }

    private static async Task<ChatRequest?> ReadAsync(HttpContext context)
    {
        OpenAiError error;
        try
        {
            var request = await JsonSerializer.DeserializeAsync(
                context.Request.Body, ScriptedModelJson.Default.ChatRequest, context.RequestAborted);
            if (request is not null)
            {
                return request;
            }

            error = OpenAiError.BadRequest("The body is null; an object was expected.");
        }
        catch (JsonException e)
        {
            // Path and line only: the exception's own message may quote the body.
            error = OpenAiError.BadRequest(
                $"The body is not a chat request in JSON: see {e.Path ?? "$"}, line {e.LineNumber + 1}, byte {e.BytePositionInLine}.");
        }
        catch (BadHttpRequestException e)
        {
            error = OpenAiError.BadRequest(e.Message, e.StatusCode);
        }

        await error.WriteAsync(context);
        return null;
    }

    private async Task AnswerAsync(HttpContext context, ChatRequest request)
    {
        var plan = Plan.For(request);
        log.Add(new RequestEntry(
            plan.Kind, plan.Directive, plan.Step, request.Model, request.IsStreamed, request.Messages.Count, request.ToolNames));
        Activity.Current?.SetTag("scripted_model.kind", plan.Kind)
            .SetTag("scripted_model.directive", plan.Directive)
            .SetTag("scripted_model.step", plan.Step);
        Answering(plan.Kind, plan.Directive, plan.Step);

        switch (plan.Answer)
        {
            case DropAnswer:
                context.Abort();
                break;
            case ErrorAnswer error when failures.ShouldFail(request.Messages, error.Times):
                await error.Error.WriteAsync(context);
                break;
            case ErrorAnswer error:
                await WriteAsync(context, request, error.Afterwards);
                break;
            case SpokenAnswer spoken:
                await WriteAsync(context, request, spoken);
                break;
            default:
                throw new UnreachableException($"No way to write {plan.Answer.GetType().Name}.");
        }
    }

    private Task WriteAsync(HttpContext context, ChatRequest request, SpokenAnswer answer) =>
        request.IsStreamed
            ? new StreamedAnswerWriter(context, time).WriteAsync(request, answer)
            : WholeAnswerWriter.WriteAsync(context, request, answer);

    [LoggerMessage(LogLevel.Information, "Answering a {Kind} request with the directive {Directive}, step {Step}")]
    private partial void Answering(string kind, string directive, int step);

    [LoggerMessage(LogLevel.Debug, "The client left before the answer's end")]
    private partial void ClientLeft();
}
