using System.Globalization;
using System.Text.Json.Serialization;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Inbox;

namespace OpenCode.Bridge.Channels;

/// <summary>
/// <c>POST /api/test</c>: one message through every channel, or the one that the body names, past the outbox, and what each
/// channel made of it.
/// </summary>
internal static class ChannelTestApi
{
    public static void MapChannelTest(this IEndpointRouteBuilder routes) => routes.MapPost("/api/test", TestAsync);

    private static async Task<IResult> TestAsync(HttpRequest request, IEnumerable<IChannel> channels, TimeProvider time)
    {
        var cancelled = request.HttpContext.RequestAborted;
        // None is none in particular.
        var (body, problem) = request.ContentLength == 0 ? (new(), null) : await ApiBody.ReadAsync(request, ChannelTestJsonContext.Default.ChannelTestBody, """{} or { "channel": "ntfy" }""");
        if (body is null)
        {
            return problem!;
        }

        var wanted = body.Channel;
        List<IChannel> tested = [.. channels.Where(channel => channel.IsReady && (wanted is null || channel.Name == wanted))];
        if (wanted is not null && tested.Count == 0)
        {
            var names = string.Join(", ", channels.Where(channel => channel.IsReady).Select(channel => channel.Name));
            return ApiBody.Problem(names.Length == 0 ? "no channel is set up" : $"channel must be one of {names}");
        }

        var now = time.GetUtcNow();
        var message = new ChannelMessage(Alert(now), MessageReason.Test, 1, null, []);
        var outcomes = await Task.WhenAll(tested.Select(channel => TryAsync(channel, message, cancelled)));
        return Results.Json(new ChannelTestJson(outcomes), ChannelTestJsonContext.Default.ChannelTestJson);
    }

    private static async Task<ChannelOutcomeJson> TryAsync(IChannel channel, ChannelMessage message, CancellationToken cancellationToken) =>
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

/// <param name="Channel">Null: all.</param>
internal sealed record ChannelTestBody(string? Channel = null);

internal sealed record ChannelTestJson(IReadOnlyList<ChannelOutcomeJson> Channels);

/// <param name="Detail">For a person: <c>accepted</c>, or what is wrong.</param>
internal sealed record ChannelOutcomeJson(string Channel, bool Ok, string Detail);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ChannelTestBody))]
[JsonSerializable(typeof(ChannelTestJson))]
internal sealed partial class ChannelTestJsonContext : JsonSerializerContext;
