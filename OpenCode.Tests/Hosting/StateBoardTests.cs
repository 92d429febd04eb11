using OpenCode.AppHost.Hosting;

namespace OpenCode.Tests.Hosting;

public sealed class StateBoardTests
{
    [Fact]
    public async Task WatchAsync_gives_everything_and_then_the_newest_state_of_what_changed()
    {
        var board = new StateBoard();
        board.Add(new("opencode", ServiceState.Waiting, default));
        board.Add(new("bridge", ServiceState.Waiting, default));
        await using var news = board.WatchAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.True(await news.MoveNextAsync());
        Assert.Equal(["opencode", "bridge"], news.Current.Select(service => service.Name));

        // Nobody reads meanwhile: the states in between are of no use to anyone.
        board.Update("bridge", service => service with { State = ServiceState.Starting });
        board.Update("bridge", service => service with { State = ServiceState.Running });
        Assert.True(await news.MoveNextAsync());
        Assert.Equal(ServiceState.Running, Assert.Single(news.Current).State);

        board.Update("opencode", service => service);
        board.Update("bridge", service => service with { State = ServiceState.Stopping });
        Assert.True(await news.MoveNextAsync());
        Assert.Equal("bridge", Assert.Single(news.Current).Name);
    }
}
