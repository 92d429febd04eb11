using System.Buffers.Text;
using System.Text.Json.Serialization;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Channels.Push;

namespace OpenCode.Bridge.Inbox;

/// <summary>
/// <c>GET /api/push</c>: the key to subscribe with, and who is subscribed. <c>POST /api/push/subscribe</c> takes what the
/// browser's Push API gives, <c>POST /api/push/unsubscribe</c> an id. No endpoint is ever told back: each is a secret.
/// </summary>
internal static class PushApi
{
    private const int LabelLength = 60;
    private const string Like = """{ "endpoint": "https://…", "keys": { "p256dh": "…", "auth": "…" }, "label": "…" }""";

    public static void MapPushApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/push", List);
        routes.MapPost("/api/push/subscribe", SubscribeAsync);
        routes.MapPost("/api/push/unsubscribe", UnsubscribeAsync);
    }

    private static IResult List(PushKeys keys, IPushSubscriptions subscriptions) => Results.Json(
        new(keys.PublicKey, [.. subscriptions.List().Select(PushBrowserJson.Of)]),
        PushApiJson.Default.PushJsonList);

    private static async Task<IResult> SubscribeAsync(HttpRequest request, IPushSubscriptions subscriptions, PushPolicy policy, TimeProvider time)
    {
        var (body, problem) = await ApiBody.ReadAsync(request, PushApiJson.Default.PushSubscribeBody, Like);
        if (body is null)
        {
            return problem!;
        }

        if (!Uri.TryCreate(body.Endpoint, UriKind.Absolute, out var endpoint) || Bytes(body.Keys?.P256dh) is not { } p256dh || Bytes(body.Keys?.Auth) is not { } auth)
        {
            return ApiBody.Problem($"the body must be like {Like}");
        }

        if (!policy.Allows(endpoint))
        {
            return ApiBody.Problem("endpoint must be an https:// URL of a push service on the internet");
        }

        if (!PushEncryption.IsKey(p256dh) || auth.Length != PushSubscription.AuthBytes)
        {
            return ApiBody.Problem("keys must be those of the browser: p256dh a point of P-256, auth 16 bytes, both in base64url");
        }

        var label = PlainText.CutChars(PlainText.Line(body.Label ?? ""), LabelLength);
        var subscription = new PushSubscription(endpoint, p256dh, auth, label.Length > 0 ? label : "A browser", time.GetUtcNow());
        return ApiBody.Guarded(() => subscriptions.Add(subscription)
            ? Results.Json(PushBrowserJson.Of(subscription), PushApiJson.Default.PushBrowserJson)
            : ApiBody.Problem("too many browsers are subscribed; remove one that is not in use", StatusCodes.Status409Conflict));
    }

    private static async Task<IResult> UnsubscribeAsync(HttpRequest request, IPushSubscriptions subscriptions)
    {
        var (body, problem) = await ApiBody.ReadAsync(request, PushApiJson.Default.PushUnsubscribeBody, """{ "id": "…" }""");
        return body is null ? problem! : ApiBody.Guarded(() => subscriptions.Remove(body.Id ?? "")
            ? Results.NoContent()
            : ApiBody.Problem("there is no such browser", StatusCodes.Status404NotFound));
    }

    private static byte[]? Bytes(string? text)
    {
        try
        {
            return text is null ? null : Base64Url.DecodeFromChars(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

internal sealed record PushSubscribeBody(string? Endpoint = null, PushKeysBody? Keys = null, string? Label = null);

internal sealed record PushKeysBody(string? P256dh = null, string? Auth = null);

internal sealed record PushUnsubscribeBody(string? Id = null);

internal sealed record PushJsonList(string PublicKey, IReadOnlyList<PushBrowserJson> Browsers);

/// <param name="Id">The first 10 bytes, in hex, of the SHA-256 of its endpoint: a browser knows itself by it.</param>
internal sealed record PushBrowserJson(string Id, string Label, DateTime CreatedAt)
{
    public static PushBrowserJson Of(PushSubscription subscription) => new(subscription.Id, subscription.Label, subscription.CreatedAt.UtcDateTime);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PushSubscribeBody))]
[JsonSerializable(typeof(PushUnsubscribeBody))]
[JsonSerializable(typeof(PushJsonList))]
internal sealed partial class PushApiJson : JsonSerializerContext;
