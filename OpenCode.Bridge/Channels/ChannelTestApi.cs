using System.Globalization;
using System.Text.Json.Serialization;
using OpenCode.Bridge.Alerts;

namespace OpenCode.Bridge.Channels;

/// <summary><c>POST /api/test</c>: one message through every channel, past the outbox, and what each channel made of it.</summary>
internal static class ChannelTestApi
{
    public static void MapChannelTest(this IEndpointRouteBuilder routes) => routes.MapPost("/api/test", TestEveryAsync);

    private static async Task<IResult> TestEveryAsync(HttpRequest request, IEnumerable<IChannel> channels, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var message = new ChannelMessage(Alert(now), MessageReason.Test, 1, null, []);
        var outcomes = await Task.WhenAll(channels.Select(channel => TestAsync(channel, message, request.HttpContext.RequestAborted)));
        return Results.Json(new ChannelTestJson(outcomes), ChannelTestJsonContext.Default.ChannelTestJson);
    }

    private static async Task<ChannelOutcomeJson> TestAsync(IChannel channel, ChannelMessage message, CancellationToken cancellationToken) =>
        await channel.SendAsync(message, cancellationToken) switch
        {
            SendResult.Accepted => new(channel.Name, true, "accepted"),
            SendResult.Refused refused => new(channel.Name, false, refused.Problem),
            SendResult.Failed failed => new(channel.Name, false, failed.Problem),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };

    private static Alert Alert(DateTimeOffset now) => new(
        string.Create(CultureInfo.InvariantCulture, $"test-{now.ToUnixTimeMilliseconds()}"),
        AlertKind.Complete,
        "opencode",
        "",
        "",
        "Test of the OpenCode bridge",
        "",
        "Alerts will reach you here. Nothing needs to be decided.",
        [],
        now,
        AlertState.Done);
}

internal sealed record ChannelTestJson(IReadOnlyList<ChannelOutcomeJson> Channels);

/// <param name="Detail">For a person: <c>accepted</c>, or what is wrong.</param>
internal sealed record ChannelOutcomeJson(string Channel, bool Ok, string Detail);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ChannelTestJson))]
internal sealed partial class ChannelTestJsonContext : JsonSerializerContext;
