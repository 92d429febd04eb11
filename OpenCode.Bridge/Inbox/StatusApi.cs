using OpenCode.Bridge.Channels;
using OpenCode.Bridge.Inbox.Live;
using OpenCode.Bridge.Inbox.Security;
using OpenCode.Bridge.Settings;
using OpenCode.Bridge.Watching;

namespace OpenCode.Bridge.Inbox;

/// <summary><c>GET /api/status</c>: what the page shows around alerts and sessions.</summary>
internal static class StatusApi
{
    public static void MapStatusApi(this IEndpointRouteBuilder routes) => routes.MapGet("/api/status", Status);

    private static IResult Status(HttpContext context, IEnumerable<ServerStatus> servers, IEnumerable<IChannel> channels, BridgeSettings settings, TimeProvider time) =>
        Results.Json(
            new(
                context.UserName(),
                time.GetUtcNow().UtcDateTime,
                [.. servers.Select(LiveView.Of)],
                [.. channels.Select(channel => new ChannelJson(channel.Name, channel.Replaces))],
                settings.PublicUrl?.AbsoluteUri),
            InboxJson.Default.StatusJson);
}

/// <param name="User">Who is signed in.</param>
/// <param name="Time">The bridge's: a phone's clock may differ.</param>
internal sealed record StatusJson(string User, DateTime Time, IReadOnlyList<ServerJson> Servers, IReadOnlyList<ChannelJson> Channels, string? PublicUrl);

internal sealed record ChannelJson(string Name, bool Replaces);
