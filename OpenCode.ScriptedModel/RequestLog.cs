namespace OpenCode.ScriptedModel;

/// <summary>What was asked and how it was answered. Names and counts only: of the prompt nothing but the directive's name.</summary>
/// <param name="Kind"><c>chat</c>, <c>title</c> or <c>summary</c>.</param>
/// <param name="Directive">The directive that answered, known or not; <c>text</c> where the prompt holds none.</param>
/// <param name="Step">Number of assistant messages after the last user message.</param>
/// <param name="Messages">Number of messages in the request.</param>
/// <param name="Tools">Names of the tools that the client offered.</param>
internal sealed record RequestEntry(
    string Kind, string Directive, int Step, string? Model, bool Stream, int Messages, IReadOnlyList<string> Tools);

/// <summary>The last <see cref="Capacity"/> requests, oldest first.</summary>
internal sealed class RequestLog
{
    public const int Capacity = 500;

    private readonly Lock _gate = new();
    private readonly Queue<RequestEntry> _entries = new();

    public void Add(RequestEntry entry)
    {
        lock (_gate)
        {
            if (_entries.Count == Capacity)
            {
                _entries.Dequeue();
            }

            _entries.Enqueue(entry);
        }
    }

    public RequestEntry[] Snapshot()
    {
        lock (_gate)
        {
            return [.. _entries];
        }
    }
}

/// <summary><c>GET /requests</c></summary>
internal static class RequestLogEndpoint
{
    public static Task HandleAsync(HttpContext context) =>
        context.Response.WriteAsJsonAsync(
            context.RequestServices.GetRequiredService<RequestLog>().Snapshot(),
            OpenAi.ScriptedModelJson.Default.RequestEntryArray,
            cancellationToken: context.RequestAborted);
}
