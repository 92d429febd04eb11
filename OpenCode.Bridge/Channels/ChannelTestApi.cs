using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpenCode.Bridge.Alerts;

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
        var (wanted, readable) = await ReadAsync(request);
        if (!readable)
        {
            return Problem("""the body must be {} or like { "channel": "ntfy" }""");
        }

        List<IChannel> tested = [.. channels.Where(channel => channel.IsReady && (wanted is null || channel.Name == wanted))];
        if (wanted is not null && tested.Count == 0)
        {
            var names = string.Join(", ", channels.Where(channel => channel.IsReady).Select(channel => channel.Name));
            return Problem(names.Length == 0 ? "no channel is set up" : $"channel must be one of {names}");
        }

        var now = time.GetUtcNow();
        var message = new ChannelMessage(Alert(now), MessageReason.Test, 1, null, []);
        var outcomes = await Task.WhenAll(tested.Select(channel => TryAsync(channel, message, cancelled)));
        return Results.Json(new ChannelTestJson(outcomes), ChannelTestJsonContext.Default.ChannelTestJson);
    }

    private static async Task<(string? Channel, bool Readable)> ReadAsync(HttpRequest request)
    {
        try
        {
            return request.ContentLength == 0
                ? (null, true)
                : ((await JsonSerializer.DeserializeAsync(request.Body, ChannelTestJsonContext.Default.ChannelTestBody, request.HttpContext.RequestAborted))?.Channel, true);
        }
        catch (Exception broken) when (broken is JsonException or BadHttpRequestException)
        {
            return (null, false);
        }
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

    private static IResult Problem(string error) => Results.Json(
        new ChannelTestProblemJson(error),
        ChannelTestJsonContext.Default.ChannelTestProblemJson,
        statusCode: StatusCodes.Status400BadRequest);
}

/// <param name="Channel">Null: all.</param>
internal sealed record ChannelTestBody(string? Channel = null);

internal sealed record ChannelTestJson(IReadOnlyList<ChannelOutcomeJson> Channels);

/// <param name="Detail">For a person: <c>accepted</c>, or what is wrong.</param>
internal sealed record ChannelOutcomeJson(string Channel, bool Ok, string Detail);

internal sealed record ChannelTestProblemJson(string Error);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ChannelTestBody))]
[JsonSerializable(typeof(ChannelTestJson))]
[JsonSerializable(typeof(ChannelTestProblemJson))]
internal sealed partial class ChannelTestJsonContext : JsonSerializerContext;
