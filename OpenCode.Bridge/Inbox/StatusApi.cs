using OpenCode.Bridge.Inbox.Live;
using OpenCode.Bridge.Inbox.Security;
using OpenCode.Bridge.Outbox;
using OpenCode.Bridge.Settings;
using OpenCode.Bridge.Watching;

namespace OpenCode.Bridge.Inbox;

/// <summary>
/// <c>GET /api/status</c>: what the page shows around alerts and sessions; <c>GET /api/channels</c>: how the channels fare.
/// </summary>
internal static class StatusApi
{
    public static void MapStatusApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/status", Status);
        routes.MapGet("/api/channels", (ChannelStates channels) =>
            Results.Json([.. channels.List().Select(ChannelJson.Of)], InboxJson.Default.IReadOnlyListChannelJson));
    }

    private static IResult Status(HttpContext context, IEnumerable<ServerStatus> servers, ChannelStates channels, BridgeSettings settings, TimeProvider time) =>
        Results.Json(
            new(
                context.UserName(),
                time.GetUtcNow().UtcDateTime,
                [.. servers.Select(LiveView.Of)],
                [.. channels.List().Select(ChannelJson.Of)],
                settings.PublicUrl?.AbsoluteUri),
            InboxJson.Default.StatusJson);
}

/// <param name="User">Who is signed in.</param>
/// <param name="Time">The bridge's: a phone's clock may differ.</param>
internal sealed record StatusJson(string User, DateTime Time, IReadOnlyList<ServerJson> Servers, IReadOnlyList<ChannelJson> Channels, string? PublicUrl);
