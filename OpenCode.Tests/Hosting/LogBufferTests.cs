using OpenCode.AppHost.Hosting;

namespace OpenCode.Tests.Hosting;

public sealed class LogBufferTests
{
    [Fact]
    public async Task ReadAsync_gives_the_last_lines_with_the_numbers_they_had()
    {
        var log = new LogBuffer(capacity: 3);
        for (var number = 1; number <= 5; number++)
        {
            log.Append($"line {number}", isError: number == 4);
        }

        var lines = await log.ReadAsync(follow: false, TestContext.Current.CancellationToken).SelectMany(batch => batch).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal([new(3, "line 3", false), new(4, "line 4", true), new(5, "line 5", false)], lines);
        Assert.Equal(["line 4", "line 5"], log.Tail(2));
    }

    [Fact]
    public async Task ReadAsync_follows_without_losing_a_line()
    {
        const int Count = 2_000;
        var log = new LogBuffer();
        var writer = Task.Run(
            () =>
            {
                for (var number = 1; number <= Count; number++)
                {
                    log.Append("x", isError: false);
                }
            },
            TestContext.Current.CancellationToken);

        var numbers = await log.ReadAsync(follow: true, TestContext.Current.CancellationToken)
            .SelectMany(batch => batch).Take(Count).Select(line => line.Number).ToListAsync(TestContext.Current.CancellationToken);

        await writer;
        Assert.Equal(Enumerable.Range(1, Count), numbers);
    }
}
