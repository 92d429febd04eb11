using System.Net.ServerSentEvents;
using System.Text.Json;

namespace OpenCode.Tests.Bridge.Inbox;

public sealed class LiveApiTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_page_fetches_everything_and_then_hears_of_each_change()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        await using var stream = await Stream.OpenAsync(bridge);
        Assert.Equal("reset", (await stream.NextAsync()).EventType);

        server.AskPermission("per_1");
        var alert = await stream.UntilAsync("alerts");
        Assert.Equal(("open", "ls -la"), (alert.GetProperty("state").GetString(), alert.GetProperty("text").GetString()));

        await bridge.DecideAsync(alert, """{"decision":"once"}""");
        Assert.Equal("decided", (await stream.UntilAsync("alerts")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Sessions_are_told_and_deleted_ones_are_told_as_gone()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        await using var stream = await Stream.OpenAsync(bridge);

        server.AddSession("ses_9", "Nine");
        Assert.Equal("Nine", (await stream.UntilAsync("sessions")).GetProperty("title").GetString());
        server.Sessions.TryRemove("ses_9", out var last);
        server.Send(last.Directory, "session.deleted", """{"sessionID":"ses_9","info":{"id":"ses_9","directory":"/w","title":"Nine","time":{"created":1,"updated":1}}}""");

        Assert.Equal("ses_9", (await stream.UntilAsync("goneSessions")).GetString());
    }

    [Fact]
    public async Task Page_that_comes_back_gets_what_it_missed()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        string last;
        await using (var stream = await Stream.OpenAsync(bridge))
        {
            last = (await stream.NextAsync()).EventId!;
        }

        server.AskPermission("per_1");
        await bridge.UntilAlertAsync();
        await using var again = await Stream.OpenAsync(bridge, last);

        Assert.Equal("open", (await again.UntilAsync("alerts", orReset: false)).GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("never.1")]
    [InlineData("")]
    public async Task Page_that_was_away_too_long_is_told_to_fetch_everything(string last)
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        await using var stream = await Stream.OpenAsync(bridge, last);

        Assert.Equal("reset", (await stream.NextAsync()).EventType);
    }

    [Fact]
    public async Task Server_that_goes_away_is_told()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        await using var stream = await Stream.OpenAsync(bridge);
        await stream.NextAsync();

        await server.StopAsync();

        Assert.Equal("cannot be reached", (await stream.UntilAsync("servers")).GetProperty("problem").GetString());
    }

    /// <summary>One open page's connection.</summary>
    private sealed class Stream : IAsyncDisposable
    {
        private readonly HttpResponseMessage response;
        private readonly IAsyncEnumerator<SseItem<string>> items;
        private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(20), TimeProvider.System);

        private Stream(HttpResponseMessage response, System.IO.Stream body)
        {
            this.response = response;
            items = SseParser.Create(body).EnumerateAsync(limit.Token).GetAsyncEnumerator(limit.Token);
        }

        public static async Task<Stream> OpenAsync(RunningBridge bridge, string? lastId = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/events");
            if (lastId is not null)
            {
                request.Headers.Add("Last-Event-ID", lastId);
            }

            var response = await bridge.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
            Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
            return new(response, await response.Content.ReadAsStreamAsync(Cancel));
        }

        public async Task<SseItem<string>> NextAsync()
        {
            Assert.True(await items.MoveNextAsync());
            return items.Current;
        }

        /// <summary>The first entry of the next change that has such entries.</summary>
        public async Task<JsonElement> UntilAsync(string what, bool orReset = true)
        {
            while (true)
            {
                var item = await NextAsync();
                Assert.True(orReset || item.EventType != "reset");
                if (item.EventType == "changes" && JsonDocument.Parse(item.Data).RootElement.TryGetProperty(what, out var list))
                {
                    return list[0];
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            await limit.CancelAsync();
            await items.DisposeAsync();
            response.Dispose();
            limit.Dispose();
        }
    }
}
