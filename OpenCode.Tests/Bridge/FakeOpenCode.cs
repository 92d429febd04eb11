using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OpenCode.Tests.Bridge;

/// <summary>
/// An OpenCode server as far as the bridge uses one. It refuses what the real one refuses: a wrong password (401), a wrong
/// directory (404), a wrong body (400), and it answers an unknown path with 200 and HTML.
/// </summary>
internal sealed partial class FakeOpenCode : IAsyncDisposable
{
    private static readonly string[] Always = ["ls *"];
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Channel<string>, bool> streams = [];
    private WebApplication app = null!;
    private CancellationTokenSource killed = null!;

    public string Url { get; private set; } = "http://127.0.0.1:0";

    public string? Password { get; set; }

    public string Version { get; set; } = "1.18.33";

    /// <summary>How many requests are accepted and never answered, as just after a real server opened its port.</summary>
    public int Unanswered { get; set; }

    /// <summary>The next replies get this status instead.</summary>
    public int? ReplyStatus { get; set; }

    /// <summary>Replies wait for this before they are taken.</summary>
    public Func<Task> ReplyGate { get; set; } = () => Task.CompletedTask;

    /// <summary>The answers to taken replies wait for this.</summary>
    public Func<Task> AnswerGate { get; set; } = () => Task.CompletedTask;

    /// <summary>A directory about which nothing is ever answered.</summary>
    public string? Hangs { get; set; }

    /// <summary>A directory about which is answered with status 500.</summary>
    public string? Fails { get; set; }

    /// <summary>True: a taken reply is announced on the stream.</summary>
    public bool Announces { get; set; } = true;

    /// <summary>Id, directory, title, parent.</summary>
    public ConcurrentDictionary<string, (string Directory, string Title, string? Parent)> Sessions { get; } = [];

    /// <summary>When a session was changed last, in Unix milliseconds.</summary>
    public ConcurrentDictionary<string, long> UpdatedAt { get; } = [];

    public ConcurrentDictionary<string, string> States { get; } = [];

    /// <summary>Of sessions in state <c>retry</c>: when they try again, in Unix milliseconds.</summary>
    public ConcurrentDictionary<string, long> RetryAt { get; } = [];

    /// <summary>The same for every session of which nothing else is said.</summary>
    public long Updated { get; set; } = 1795446000000;

    /// <summary>Of each session, oldest first, as JSON.</summary>
    public ConcurrentDictionary<string, IReadOnlyList<string>> Messages { get; } = [];

    /// <summary>Pending requests by id, as JSON, with their directory.</summary>
    public ConcurrentDictionary<string, (string Directory, string Json)> Pending { get; } = [];

    public ConcurrentQueue<(string Path, string Body)> Replies { get; } = [];

    public ConcurrentQueue<string> Calls { get; } = [];

    public int Connections => streams.Count;

    public static async Task<FakeOpenCode> StartAsync(Action<FakeOpenCode>? configure = null)
    {
        var fake = new FakeOpenCode();
        configure?.Invoke(fake);
        await fake.StartAsync();
        return fake;
    }

    public async Task StartAsync()
    {
        killed = new CancellationTokenSource();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Urls.Add(Url);
        app.Run(HandleAsync);
        await app.StartAsync();
        Url = app.Urls.First();
    }

    /// <summary>Like a proxy that hangs up: clients come back and ask what they have missed.</summary>
    public void EndStreams()
    {
        foreach (var stream in streams.Keys)
        {
            stream.Writer.TryComplete();
        }
    }

    /// <summary>Like a kill: connections break and none is taken any more; then what was pending is gone.</summary>
    public async Task StopAsync()
    {
        // In this order: a client that came back in between would be told that nothing is pending, and its new stream
        // would hold up the stop for as long as Kestrel has patience, which is 30 s.
        await killed.CancelAsync();
        await app.StopAsync();
        await app.DisposeAsync();
        Pending.Clear();
        States.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        killed.Dispose();
    }

    /// <summary>A session asks for a command: its session, state, list entry and event.</summary>
    public void AskPermission(string id, string session = "ses_1", string command = "ls -la", bool announce = true)
    {
        AddSession(session);
        States[session] = "busy";
        Ask("permission.asked", id, Json(new { id, sessionID = session, permission = "bash", patterns = new[] { command }, metadata = new { command }, always = Always }), announce);
    }

    public void AskQuestion(string id, bool custom = true)
    {
        AddSession("ses_1");
        States["ses_1"] = "busy";
        Ask("question.asked", id, Json(new
        {
            id,
            sessionID = "ses_1",
            questions = new[] { new { question = "Which database?", header = "Database", options = new[] { new { label = "SQLite", description = "one file" }, new { label = "PostgreSQL", description = "a server" } }, multiple = false, custom } },
        }), announce: true);
    }

    public void AddSession(string id, string title = "A title", string? parent = null) => AddSession(id, Given.Folder, title, parent);

    public void AddSession(string id, string directory, string title, string? parent)
    {
        Sessions[id] = (directory, title, parent);
        Send(directory, "session.updated", $$$"""{"sessionID":"{{{id}}}","info":{{{SessionJson(id)}}}}""");
    }

    /// <summary>Whatever a session asks for: what is pending, and its event.</summary>
    public void Ask(string type, string id, string directory, string json)
    {
        Pending[id] = (directory, json);
        Send(directory, type, json);
    }

    public void Send(string? directory, string type, string properties) =>
        SendRaw($$$"""{"directory":{{{Json(directory)}}},"payload":{"id":"evt_1","type":"{{{type}}}","properties":{{{properties}}}}}""");

    public void SendRaw(string data)
    {
        foreach (var stream in streams.Keys)
        {
            stream.Writer.TryWrite(data);
        }
    }

    private void Ask(string type, string id, string json, bool announce)
    {
        Pending[id] = (Given.Folder, json);
        if (announce)
        {
            Send(Given.Folder, type, json);
        }
    }

    private async Task HandleAsync(HttpContext context)
    {
        await using var end = killed.Token.UnsafeRegister(static state => ((HttpContext)state!).Abort(), context);
        if (killed.IsCancellationRequested)
        {
            return;
        }

        var path = context.Request.Path.Value ?? "";
        Calls.Enqueue($"{context.Request.Method} {path}");
        if (Unanswered > 0)
        {
            Unanswered--;
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }

        if (Password is not null && !IsAuthorized(context.Request))
        {
            context.Response.StatusCode = 401;
            return;
        }

        var directory = context.Request.Query["directory"].ToString();
        if (directory.Length > 0 && directory == Hangs)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }

        if (directory.Length > 0 && directory == Fails)
        {
            await Answer(context, "{}", 500);
            return;
        }

        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var answer = (context.Request.Method, segments) switch
        {
            ("GET", ["global", "health"]) => Answer(context, Json(new { healthy = true, version = Version })),
            ("GET", ["global", "event"]) => StreamAsync(context),
            ("GET", ["experimental", "session"]) => Answer(context, $"[{string.Join(',', Sessions.Keys.Select(SessionJson))}]"),
            ("GET", ["session", "status"]) => Answer(context, Json(States.Where(state => Sessions.GetValueOrDefault(state.Key).Directory == directory)
                .ToDictionary(state => state.Key, state => new { type = state.Value, next = RetryAt.TryGetValue(state.Key, out var next) ? next : (long?)null }))),
            ("GET", ["session", var id, "message"]) => Sessions.ContainsKey(id) ? Answer(context, $"[{string.Join(',', Messages.GetValueOrDefault(id, []))}]") : Answer(context, "{}", 404),
            ("GET", ["session", var id]) => Sessions.ContainsKey(id) ? Answer(context, SessionJson(id)) : Answer(context, "{}", 404),
            (_, ["session", ..]) => SessionAsync(context, segments, directory),
            ("GET", ["permission"]) => Answer(context, List("per_", directory)),
            ("GET", ["question"]) => Answer(context, List("que_", directory)),
            ("POST", ["permission" or "question", var id, "reply" or "reject"]) => ReplyAsync(context, segments[0], id, segments[2], directory),
            _ => Html(context),
        };
        await answer;
    }

    private async Task StreamAsync(HttpContext context)
    {
        var stream = Channel.CreateUnbounded<string>();
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync("data: {\"payload\":{\"id\":\"evt_0\",\"type\":\"server.connected\",\"properties\":{}}}\n\n");
        await context.Response.Body.FlushAsync();
        streams[stream] = true;
        await using var heart = TimeProvider.System.CreateTimer(_ => stream.Writer.TryWrite("""{"payload":{"id":"evt_0","type":"server.heartbeat","properties":{}}}"""), null, Heartbeat, Heartbeat);
        try
        {
            await foreach (var data in stream.Reader.ReadAllAsync(context.RequestAborted))
            {
                await context.Response.WriteAsync($"data: {data}\n\n");
                await context.Response.Body.FlushAsync();
            }
        }
        catch (OperationCanceledException)
        {
        }
        finally
        {
            streams.TryRemove(stream, out _);
        }
    }

    private async Task ReplyAsync(HttpContext context, string kind, string id, string verb, string directory)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        Replies.Enqueue((context.Request.Path, body));
        await ReplyGate().WaitAsync(context.RequestAborted);
        if (ReplyStatus is { } status)
        {
            await Answer(context, "{}", status);
            return;
        }

        var json = JsonDocument.Parse(body).RootElement;
        var reply = kind == "permission" && json.TryGetProperty("reply", out var value) ? value.GetString() : null;
        var fine = kind == "permission" ? reply is "once" or "always" or "reject"
            : verb == "reject" || (json.TryGetProperty("answers", out var answers) && answers.EnumerateArray().All(answer => answer.ValueKind == JsonValueKind.Array));
        if (!fine || !context.Request.HasJsonContentType())
        {
            await Answer(context, "{}", 400);
            return;
        }

        if (!Pending.TryGetValue(id, out var pending) || pending.Directory != directory || !Pending.TryRemove(id, out _))
        {
            await Answer(context, "{}", 404);
            return;
        }

        await AnswerGate();
        if (Announces)
        {
            Send(directory, (kind, verb) switch { ("permission", _) => "permission.replied", (_, "reject") => "question.rejected", _ => "question.replied" }, Json(new { sessionID = "ses_1", requestID = id, reply }));
        }

        await Answer(context, "true");
    }

    private bool IsAuthorized(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
        && header.Parameter == Convert.ToBase64String(Encoding.UTF8.GetBytes($"opencode:{Password}"));

    private string SessionJson(string id)
    {
        var (directory, title, parent) = Sessions[id];
        var updated = UpdatedAt.GetValueOrDefault(id, Updated);
        var used = Used.GetValueOrDefault(id, new("scripted", "one", 0.25m, 5, 4, 3, 2, 1, 300_000));
        return Json(new
        {
            id,
            directory,
            title,
            parentID = parent,
            model = new { id = used.Model, providerID = used.Provider, variant = "default" },
            cost = used.Cost,
            tokens = new { input = used.Input, output = used.Output, reasoning = used.Reasoning, cache = new { read = used.CacheRead, write = used.CacheWrite } },
            time = new { created = updated - used.Milliseconds, updated },
        });
    }

    private string List(string prefix, string directory) =>
        $"[{string.Join(',', Pending.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal) && entry.Value.Directory == directory).Select(entry => entry.Value.Json))}]";

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, Options);

    private static readonly JsonSerializerOptions Options = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    private static Task Answer(HttpContext context, string json, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    private static Task Html(HttpContext context)
    {
        context.Response.ContentType = "text/html;charset=UTF-8";
        return context.Response.WriteAsync("<!doctype html>");
    }
}
