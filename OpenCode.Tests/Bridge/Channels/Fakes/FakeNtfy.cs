using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace OpenCode.Tests.Bridge.Channels.Fakes;

[Flags]
internal enum NtfyAccess
{
    Deny = 0,
    Read = 1,
    Write = 2,
    ReadWrite = Read | Write,
}

/// <summary>
/// An ntfy server of 2.16 or later: publishing as JSON and by button, replacing and deleting by sequence id, messages that
/// wait for their time, access tokens, and the JSON stream of a topic.
/// </summary>
internal sealed class FakeNtfy : FakeService
{
    private readonly NtfyTopics topics;

    public FakeNtfy(int port = 0, TimeProvider? time = null)
        : base(port, time) => topics = new(Time);

    public string Topic { get; } = "opencode-alerts";

    public string ReplyTopic { get; } = "opencode-replies";

    public string TopicUrl => $"{Url}/{Topic}";

    public string ReplyTopicUrl => $"{Url}/{ReplyTopic}";

    /// <summary>What each token may do in a topic; empty, and nobody needs a token.</summary>
    public Dictionary<string, Func<string, NtfyAccess>> Tokens { get; } = [];

    /// <summary>In the order of publishing, also what is not due yet.</summary>
    public IReadOnlyList<NtfyMessage> Published => topics.All;

    /// <summary>What a phone that follows <see cref="Topic"/> shows.</summary>
    public IReadOnlyList<NtfyMessage> Shown => topics.Shown(Topic);

    /// <summary>Messages that wait for their time.</summary>
    public IReadOnlyList<NtfyMessage> Waiting => [.. topics.All.Where(message => message.At > Time.GetUtcNow())];

    /// <summary>Who reads a topic right now.</summary>
    public int Readers => topics.Streams;

    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>Somebody writes to the reply topic by hand.</summary>
    public NtfyMessage Write(string topic, string message) => topics.Add("message", new(topic, "", message, 0, [], "", [], "", null));

    /// <inheritdoc cref="NtfyTopics.Forget"/>
    public void Forget() => topics.Forget();

    /// <summary>Like a proxy that hangs up.</summary>
    public void EndStreams() => topics.CloseAll();

    protected override void Stopping() => topics.CloseAll();

    protected override Task TooManyAsync(HttpContext context, TimeSpan after)
    {
        context.Response.Headers.RetryAfter = Fault.Seconds(TimeSpan.FromSeconds(Math.Ceiling(after.TotalSeconds)));
        return RefuseAsync(context, new(429, 42901, "limit reached: too many requests"));
    }

    protected override async Task ServeAsync(HttpContext context, FakeCall call)
    {
        try
        {
            await RouteAsync(context, call);
        }
        catch (NtfyException refused)
        {
            await RefuseAsync(context, refused);
        }
    }

    private Task RouteAsync(HttpContext context, FakeCall call) => (call.Method, call.Path.Split('/', StringSplitOptions.RemoveEmptyEntries)) switch
    {
        ("POST" or "PUT", []) => PublishAsync(context, call, NtfyRules.Read(call.Body)),
        ("POST" or "PUT", [var topic]) => PublishAsync(context, call, Plain(topic, call)),
        ("POST" or "PUT", [var topic, var sequence]) => PublishAsync(context, call, Plain(topic, call) with { SequenceId = NtfyRules.Sequence(sequence) }),
        ("DELETE", [var topic, var sequence]) => ChangeAsync(context, call, "message_delete", topic, sequence),
        ("PUT", [var topic, var sequence, "clear" or "read"]) => ChangeAsync(context, call, "message_clear", topic, sequence),
        ("GET", [var topic, "json"]) => ReadAsync(context, call, NtfyRules.Topic(topic)),
        ("GET", ["v1", "health"]) => AnswerAsync(context, 200, new { healthy = true }),
        _ => throw new NtfyException(404, 40401, "page not found"),
    };

    private static NtfyPublish Plain(string topic, FakeCall call) => new(
        NtfyRules.Topic(topic),
        call.Headers.GetValueOrDefault("X-Title", call.Headers.GetValueOrDefault("Title", "")),
        NtfyRules.Message(call.Body),
        0,
        [],
        "",
        [],
        NtfyRules.Sequence(call.Headers.GetValueOrDefault("X-Sequence-ID", "")),
        null);

    private Task PublishAsync(HttpContext context, FakeCall call, NtfyPublish publish)
    {
        Authorize(call, publish.Topic, NtfyAccess.Write);
        return AnswerAsync(context, 200, Json(topics.Add("message", publish)));
    }

    private Task ChangeAsync(HttpContext context, FakeCall call, string kind, string topic, string sequence)
    {
        Authorize(call, NtfyRules.Topic(topic), NtfyAccess.Write);
        return AnswerAsync(context, 200, Json(topics.Add(kind, new(topic, "", "", 0, [], "", [], NtfyRules.Sequence(sequence), null))));
    }

    private async Task ReadAsync(HttpContext context, FakeCall call, string topic)
    {
        Authorize(call, topic, NtfyAccess.Read);
        var poll = context.Request.Query["poll"] == "1";
        var since = context.Request.Query["since"].ToString();
        Func<IReadOnlyList<NtfyMessage>> old = (since, poll) switch
        {
            ("", false) or ("none", _) => () => [],
            ("" or "all", _) => () => topics.Since(topic, null),
            ({ Length: 12 }, _) => () => topics.Since(topic, since),
            _ => throw NtfyException.Bad(40008, "invalid since parameter"),
        };
        context.Response.ContentType = "application/x-ndjson; charset=utf-8";
        if (poll)
        {
            foreach (var message in old())
            {
                await context.Response.WriteAsync(JsonSerializer.Serialize(Json(message)) + "\n");
            }

            return;
        }

        await StreamAsync(context, topic, topics.Open(topic, old));
    }

    private async Task StreamAsync(HttpContext context, string topic, System.Threading.Channels.Channel<NtfyMessage> stream)
    {
        try
        {
            await LineAsync(context, new { id = "openopenopen", time = Time.GetUtcNow().ToUnixTimeSeconds(), @event = "open", topic });
            var next = stream.Reader.WaitToReadAsync(context.RequestAborted).AsTask();
            while (true)
            {
                if (await Task.WhenAny(next, Task.Delay(KeepAlive, TimeProvider.System, context.RequestAborted)) != next)
                {
                    await LineAsync(context, new { id = "keepaliveeee", time = Time.GetUtcNow().ToUnixTimeSeconds(), @event = "keepalive", topic });
                    continue;
                }

                if (!await next)
                {
                    return;
                }

                while (stream.Reader.TryRead(out var message))
                {
                    await LineAsync(context, Json(message));
                }

                next = stream.Reader.WaitToReadAsync(context.RequestAborted).AsTask();
            }
        }
        catch (OperationCanceledException)
        {
            // The reader went away.
        }
        finally
        {
            topics.Close(stream);
        }
    }

    private static async Task LineAsync(HttpContext context, object line)
    {
        await context.Response.WriteAsync(JsonSerializer.Serialize(line) + "\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private void Authorize(FakeCall call, string topic, NtfyAccess wanted)
    {
        if (Tokens.Count == 0)
        {
            return;
        }

        var header = call.Headers.GetValueOrDefault("Authorization", "");
        if (header.Length == 0)
        {
            throw new NtfyException(403, 40301, "forbidden");
        }

        if (!header.StartsWith("Bearer ", StringComparison.Ordinal) || !Tokens.TryGetValue(header["Bearer ".Length..], out var access))
        {
            throw new NtfyException(401, 40101, "unauthorized");
        }

        if (!access(topic).HasFlag(wanted))
        {
            throw new NtfyException(403, 40301, "forbidden");
        }
    }

    private static Task RefuseAsync(HttpContext context, NtfyException refused) =>
        AnswerAsync(context, refused.Status, new { code = refused.Code, http = refused.Status, error = refused.Message, link = "https://ntfy.sh/docs" });

    private static object Json(NtfyMessage message) => new
    {
        id = message.Id,
        time = message.At.ToUnixTimeSeconds(),
        expires = message.At.AddHours(12).ToUnixTimeSeconds(),
        @event = message.Event,
        topic = message.Content.Topic,
        sequence_id = message.Sequence,
        title = message.Title,
        message = message.Text,
    };
}
