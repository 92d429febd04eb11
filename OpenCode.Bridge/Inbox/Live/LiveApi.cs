using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OpenCode.Bridge.Inbox.Live;

/// <summary>
/// <c>GET /api/events</c>: server-sent events <c>reset</c>, <c>changes</c> and <c>beat</c>. Goes on after
/// <c>Last-Event-ID</c>, or after <c>?since=</c> where a page connects anew by itself.
/// </summary>
internal static class LiveApi
{
    public static void MapLiveApi(this IEndpointRouteBuilder routes) => routes.MapGet("/api/events", Events);

    private static ServerSentEventsResult<string> Events(HttpContext context, ChangeFeed feed, IHostApplicationLifetime lifetime)
    {
        var last = context.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } header ? header : context.Request.Query["since"].ToString();
        // nginx and its kind buffer answers otherwise.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(ReadAsync(feed, last, context.RequestAborted, lifetime.ApplicationStopping));
    }

    /// <summary>Ends quietly, whoever ends it: a stop that waits for an endless answer would take its whole time limit.</summary>
    private static async IAsyncEnumerable<SseItem<string>> ReadAsync(
        ChangeFeed feed,
        string last,
        [EnumeratorCancellation] CancellationToken aborted,
        CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, stopping);
        await using var items = feed.ReadAsync(last, either.Token).GetAsyncEnumerator(either.Token);
        while (await NextAsync(items))
        {
            yield return items.Current;
        }
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<SseItem<string>> items)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (Exception end) when (end is OperationCanceledException or ChannelClosedException)
        {
            return false;
        }
    }
}
