using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace OpenCode.Tests.Bridge.Channels.Fakes;

/// <summary>A message as a member of the Discord channel sees it.</summary>
/// <param name="Pings">Who was pinged by it; empty when nobody was.</param>
internal sealed record DiscordMessage(string Id, JsonElement Body, IReadOnlyList<string> Pings, int Edits)
{
    public JsonElement Embed => Body.GetProperty("embeds")[0];

    public string Title => Embed.GetProperty("title").GetString()!;

    public string Description => Embed.GetProperty("description").GetString()!;

    public string? Field(string name) => Embed.GetProperty("fields").EnumerateArray()
        .Where(field => field.GetProperty("name").GetString() == name)
        .Select(field => field.GetProperty("value").GetString())
        .FirstOrDefault();
}

/// <summary>
/// One webhook of Discord: https://discord.com/developers/docs/resources/webhook. Execute with and without <c>wait</c>,
/// edit, the limits of a message, the rate limit's headers and its 429.
/// </summary>
internal sealed class FakeDiscord(int port = 0, TimeProvider? time = null) : FakeService(port, time)
{
    private const string Path = "/api/webhooks/1234567890/AbC-dEf_secret";

    private readonly ConcurrentDictionary<string, DiscordMessage> messages = [];
    private long lastId = 1_300_000_000_000_000_000;

    /// <summary>With its secret.</summary>
    public string WebhookUrl => Url + Path;

    /// <summary>True: somebody deleted the webhook.</summary>
    public bool Deleted { get; set; }

    /// <summary>What the rate limit's headers say of the rest of the window.</summary>
    public int Remaining { get; set; } = 4;

    public TimeSpan ResetAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<DiscordMessage> Shown => [.. messages.Values.OrderBy(message => message.Id, StringComparer.Ordinal)];

    /// <summary>Somebody deletes a message in the channel.</summary>
    public void Delete(string id) => messages.TryRemove(id, out _);

    protected override async Task TooManyAsync(HttpContext context, TimeSpan after)
    {
        context.Response.Headers.RetryAfter = Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["X-RateLimit-Limit"] = "5";
        context.Response.Headers["X-RateLimit-Remaining"] = "0";
        context.Response.Headers["X-RateLimit-Reset-After"] = Fault.Seconds(after);
        context.Response.Headers["X-RateLimit-Scope"] = "user";
        await AnswerAsync(context, 429, new { message = "You are being rate limited.", retry_after = after.TotalSeconds, global = false });
    }

    protected override Task ServeAsync(HttpContext context, FakeCall call)
    {
        if (!call.Path.StartsWith("/api/webhooks/1234567890/", StringComparison.Ordinal) || Deleted)
        {
            return Refuse(context, 404, 10015, "Unknown Webhook");
        }

        if (call.Path != Path && !call.Path.StartsWith(Path + "/messages/", StringComparison.Ordinal))
        {
            return Refuse(context, 401, 50027, "Invalid Webhook Token");
        }

        context.Response.Headers["X-RateLimit-Limit"] = "5";
        context.Response.Headers["X-RateLimit-Remaining"] = Remaining.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["X-RateLimit-Reset-After"] = Fault.Seconds(ResetAfter);
        return (call.Method, call.Path[Path.Length..]) switch
        {
            ("POST", "") => ExecuteAsync(context, call),
            ("PATCH", var rest) when rest.Length > "/messages/".Length => EditAsync(context, call, rest["/messages/".Length..]),
            ("DELETE", var rest) when rest.Length > "/messages/".Length => DeleteAsync(context, rest["/messages/".Length..]),
            _ => Refuse(context, 405, 0, "405: Method Not Allowed"),
        };
    }

    private async Task ExecuteAsync(HttpContext context, FakeCall call)
    {
        if (DiscordRules.Read(call, out var body) is { } problem)
        {
            await Refuse(context, 400, problem.Code, problem.Text);
            return;
        }

        var message = new DiscordMessage(Interlocked.Increment(ref lastId).ToString(CultureInfo.InvariantCulture), body, DiscordRules.Pings(body), 0);
        messages[message.Id] = message;
        if (context.Request.Query["wait"] == "true")
        {
            await AnswerAsync(context, 200, new { id = message.Id, type = 0, channel_id = "987654321" });
            return;
        }

        context.Response.StatusCode = 204;
    }

    private async Task EditAsync(HttpContext context, FakeCall call, string id)
    {
        if (!messages.TryGetValue(id, out var message))
        {
            await Refuse(context, 404, 10008, "Unknown Message");
            return;
        }

        if (DiscordRules.Read(call, out var body) is { } problem)
        {
            await Refuse(context, 400, problem.Code, problem.Text);
            return;
        }

        // An edit pings nobody.
        messages[id] = message with { Body = body, Edits = message.Edits + 1 };
        await AnswerAsync(context, 200, new { id, type = 0, channel_id = "987654321" });
    }

    private Task DeleteAsync(HttpContext context, string id)
    {
        if (!messages.TryRemove(id, out _))
        {
            return Refuse(context, 404, 10008, "Unknown Message");
        }

        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private static Task Refuse(HttpContext context, int status, int code, string message) => AnswerAsync(context, status, new { message, code });
}
