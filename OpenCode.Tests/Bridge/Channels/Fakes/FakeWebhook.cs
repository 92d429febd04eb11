using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace OpenCode.Tests.Bridge.Channels.Fakes;

/// <param name="Delivery">The same for a repeat.</param>
internal sealed record WebhookDelivery(string Delivery, JsonElement Body);

/// <summary>A receiver of the generic webhook that takes nothing on trust: signature, age and shape are checked.</summary>
internal sealed partial class FakeWebhook(int port = 0, TimeProvider? time = null, string? secret = FakeWebhook.DefaultSecret) : FakeService(port, time)
{
    public const string DefaultSecret = "whsec_0123456789abcdef0123456789abcdef";

    private static readonly TimeSpan Oldest = TimeSpan.FromMinutes(5);
    private static readonly string[] Required = ["id", "kind", "server", "sessionId", "rootSessionId", "title", "directory", "text", "createdAt", "state"];

    private readonly ConcurrentQueue<WebhookDelivery> taken = [];

    public string HookUrl => Url + "/hook?token=of-the-receiver";

    /// <summary>Everything that was taken, repeats included.</summary>
    public IReadOnlyList<WebhookDelivery> Taken => [.. taken];

    /// <summary>What a receiver holds that keeps the last state of each alert.</summary>
    public IReadOnlyDictionary<string, JsonElement> Shown => taken
        .GroupBy(delivery => delivery.Body.GetProperty("id").GetString()!)
        .ToDictionary(alert => alert.Key, alert => alert.Last().Body);

    protected override Task TooManyAsync(HttpContext context, TimeSpan after)
    {
        context.Response.StatusCode = 429;
        context.Response.Headers.RetryAfter = Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    }

    protected override async Task ServeAsync(HttpContext context, FakeCall call)
    {
        if (call.Method != "POST" || call.Path + call.Query != "/hook?token=of-the-receiver")
        {
            context.Response.StatusCode = 404;
            return;
        }

        if (!IsSigned(call))
        {
            await AnswerAsync(context, 401, new { error = "signature" });
            return;
        }

        if (Problem(call, out var body) is { } problem)
        {
            await AnswerAsync(context, 400, new { error = problem });
            return;
        }

        taken.Enqueue(new(call.Headers["X-OpenCode-Delivery"], body));
        context.Response.StatusCode = 204;
    }

    private bool IsSigned(FakeCall call)
    {
        var timestamp = call.Headers.GetValueOrDefault("X-OpenCode-Timestamp", "");
        if (secret is null)
        {
            return !call.Headers.ContainsKey("X-OpenCode-Signature");
        }

        var expected = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}.{call.Body}")));
        return long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && (Time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() <= Oldest
            && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(expected),
                Encoding.UTF8.GetBytes(call.Headers.GetValueOrDefault("X-OpenCode-Signature", "")));
    }

    private static string? Problem(FakeCall call, out JsonElement body)
    {
        body = default;
        if (!call.Headers.GetValueOrDefault("Content-Type", "").StartsWith("application/json", StringComparison.Ordinal))
        {
            return "content type";
        }

        try
        {
            body = JsonDocument.Parse(call.Body).RootElement.Clone();
        }
        catch (JsonException)
        {
            return "JSON";
        }

        var json = body;
        return Required.FirstOrDefault(name => !json.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
            ?? (Delivery().Match(call.Headers.GetValueOrDefault("X-OpenCode-Delivery", "")) is { Success: true } match
                && match.Groups[1].Value == json.GetProperty("id").GetString() ? null : "delivery");
    }

    [GeneratedRegex(@"\A([A-Za-z0-9_-]{1,64})\.[0-9]+\z")]
    private static partial Regex Delivery();
}
