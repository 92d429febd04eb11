using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace OpenCode.Tests.Bridge.Channels.Fakes;

/// <param name="Message">Decrypted by the browser.</param>
internal sealed record PushDelivery(string Browser, JsonElement Message, string Topic, string Urgency, int Length);

/// <summary>
/// A push service (RFC 8030) with its browsers. It knows by which key each subscribed and refuses any other (RFC 8292), what
/// is too long, and what its browser cannot read.
/// </summary>
internal sealed class FakePush(TimeProvider? time = null) : FakeService(0, time)
{
    private readonly ConcurrentDictionary<string, FakeBrowser> browsers = [];
    private readonly ConcurrentQueue<PushDelivery> taken = [];

    /// <summary>The <c>applicationServerKey</c> of every subscription, in base64url.</summary>
    public string Key { get; set; } = "";

    public IReadOnlyList<PushDelivery> Taken => [.. taken];

    /// <summary>What was wrong with the calls that were refused.</summary>
    public ConcurrentQueue<string> Problems { get; } = [];

    /// <summary>What each browser shows: the last message of each id.</summary>
    public IReadOnlyDictionary<string, JsonElement> Shown(string browser) => taken.Where(one => one.Browser == browser)
        .GroupBy(one => one.Message.GetProperty("id").GetString()!).ToDictionary(one => one.Key, one => one.Last().Message);

    public FakeBrowser Subscribe(string name)
    {
        var browser = new FakeBrowser($"{Url}/push/{name}");
        browsers[name] = browser;
        return browser;
    }

    /// <summary>The person took the permission back: the service says 410 from now on.</summary>
    public void Leave(string name) => browsers.TryRemove(name, out _);

    protected override Task TooManyAsync(HttpContext context, TimeSpan after)
    {
        context.Response.StatusCode = 429;
        context.Response.Headers.RetryAfter = Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    }

    protected override Task ServeAsync(HttpContext context, FakeCall call)
    {
        var name = call.Path.Split('/')[^1];
        var (status, problem) = !browsers.TryGetValue(name, out var browser) ? (410, "gone")
            : Unauthorized(call) is { } wrong ? (403, wrong)
            : call.Body.Length > 4096 ? (413, "too long")
            : Malformed(call) is { } broken ? (400, broken)
            : (201, null);
        if (problem is null)
        {
            var message = browser!.Decrypt(Encoding.Latin1.GetBytes(call.Body));
            taken.Enqueue(new(name, JsonDocument.Parse(message).RootElement.Clone(), call.Headers["Topic"], call.Headers["Urgency"], call.Body.Length));
        }
        else
        {
            Problems.Enqueue(problem);
        }

        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static string? Malformed(FakeCall call) =>
        call.Method != "POST" ? "method"
        : call.Headers.GetValueOrDefault("Content-Encoding") != "aes128gcm" ? "content encoding"
        : !int.TryParse(call.Headers.GetValueOrDefault("TTL"), NumberStyles.None, CultureInfo.InvariantCulture, out _) ? "TTL"
        : call.Headers.GetValueOrDefault("Topic", "") is not { Length: > 0 and <= 32 } topic || !Base64Url.IsValid(topic) ? "topic"
        : call.Headers.GetValueOrDefault("Urgency") is not ("very-low" or "low" or "normal" or "high") ? "urgency"
        : null;

    private string? Unauthorized(FakeCall call)
    {
        var parts = call.Headers.GetValueOrDefault("Authorization", "").Split(["vapid ", "t=", ", k="], StringSplitOptions.RemoveEmptyEntries);
        if (parts is not [var token, var key] || token.Split('.') is not [var header, var claims, var signature] || key != Key)
        {
            return "no VAPID token of the key of the subscription";
        }

        var point = Base64Url.DecodeFromChars(key);
        using var verifier = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = point[1..33], Y = point[33..] } });
        if (!verifier.VerifyData(Encoding.ASCII.GetBytes($"{header}.{claims}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256))
        {
            return "signature";
        }

        var algorithm = JsonDocument.Parse(Base64Url.DecodeFromChars(header)).RootElement.GetProperty("alg").GetString();
        var claim = JsonDocument.Parse(Base64Url.DecodeFromChars(claims)).RootElement;
        var left = DateTimeOffset.FromUnixTimeSeconds(claim.GetProperty("exp").GetInt64()) - Time.GetUtcNow();
        return algorithm != "ES256" ? "algorithm"
            : claim.GetProperty("aud").GetString() != Url ? "audience"
            : left <= TimeSpan.Zero || left > TimeSpan.FromHours(24) ? "expiry"
            : null;
    }
}
