using Microsoft.Extensions.Time.Testing;
using OpenCode.Bridge.Channels;
using OpenCode.Tests.Bridge.Channels.Fakes;

namespace OpenCode.Tests.Bridge.Channels;

/// <summary>What every channel makes of a service that fails: worth another try, or not.</summary>
public sealed class ChannelFailureTests
{
    private static readonly string[] Names = ["ntfy", "discord", "webhook"];

    public static TheoryData<string, int> Refusals => Of(301, 307, 400, 401, 403, 404, 410, 413, 422);

    public static TheoryData<string, int> Failures => Of(408, 500, 502, 503, 504, 507, 599);

    public static TheoryData<string> Channels => [.. Names];

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Status_that_a_repeat_does_not_change_is_refused(string name, int status)
    {
        await using var channels = await TestChannels.StartAsync();
        channels.Fake(name).Next(new Fault.Status(status));

        var refused = Assert.IsType<SendResult.Refused>(await channels.SendAsync(name, GivenMessage.Opened(GivenMessage.Permission())));

        AssertTellsNothing(channels, name, refused.Problem);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Status_that_may_pass_is_worth_another_try(string name, int status)
    {
        await using var channels = await TestChannels.StartAsync();
        channels.Fake(name).Next(new Fault.Status(status));

        var failed = Assert.IsType<SendResult.Failed>(await channels.SendAsync(name, GivenMessage.Opened(GivenMessage.Permission())));

        Assert.Null(failed.After);
        AssertTellsNothing(channels, name, failed.Problem);
        Assert.IsType<SendResult.Accepted>(await channels.SendAsync(name, GivenMessage.Opened(GivenMessage.Permission())));
    }

    [Theory]
    [InlineData("17", 17)]
    [InlineData("Mon, 02 Mar 2026 12:00:30 GMT", 30)]
    [InlineData("Mon, 02 Mar 2026 11:00:00 GMT", null)]
    [InlineData("31536000", 31_536_000)]
    [InlineData("soon", null)]
    [InlineData("-5", null)]
    public async Task Retry_after_is_honoured_as_seconds_and_as_date(string header, int? seconds)
    {
        var time = new FakeTimeProvider(GivenMessage.Noon);
        await using var channels = await TestChannels.StartAsync(time);

        foreach (var (name, status) in Names.SelectMany(name => new[] { (name, 429), (name, 503) }))
        {
            channels.Fake(name).Next(new Fault.Status(status, header));
            var failed = Assert.IsType<SendResult.Failed>(await channels.SendAsync(name, GivenMessage.Opened(GivenMessage.Permission())));
            Assert.Equal(seconds is { } after ? TimeSpan.FromSeconds(after) : null, failed.After);
        }
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task Silence_ends_with_the_time_that_a_call_has(string name)
    {
        var time = new FakeTimeProvider(GivenMessage.Noon);
        await using var channels = await TestChannels.StartAsync(time);
        channels.Fake(name).Next(new Fault.Hang());

        var sending = channels.SendAsync(name, GivenMessage.Opened(GivenMessage.Permission()));
        while (channels.Fake(name).Calls.IsEmpty)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.False(sending.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal("no answer within 15 s", Assert.IsType<SendResult.Failed>(await sending).Problem);
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task Caller_that_gives_up_is_told_so(string name)
    {
        await using var channels = await TestChannels.StartAsync();
        channels.Fake(name).Next(new Fault.Hang());
        using var stop = new CancellationTokenSource();

        var sending = channels[name].SendAsync(GivenMessage.Opened(GivenMessage.Permission()), stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task Broken_connection_and_closed_port_are_worth_another_try(string name)
    {
        await using var channels = await TestChannels.StartAsync();
        channels.Fake(name).Next(new Fault.Reset());

        var broken = Assert.IsType<SendResult.Failed>(await channels.SendAsync(name, GivenMessage.Opened(GivenMessage.Permission())));
        await channels.Fake(name).StopAsync();
        var closed = Assert.IsType<SendResult.Failed>(await channels.SendAsync(name, GivenMessage.Opened(GivenMessage.Permission())));

        AssertTellsNothing(channels, name, broken.Problem);
        Assert.Equal("it cannot be reached", closed.Problem);
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task Redirect_is_not_followed(string name)
    {
        await using var channels = await TestChannels.StartAsync();
        var other = channels.Fake(name == "ntfy" ? "discord" : "ntfy");
        channels.Fake(name).Next(new Fault.Redirect(other.Url + "/stolen"));

        Assert.IsType<SendResult.Refused>(await channels.SendAsync(name, GivenMessage.Opened(GivenMessage.Permission())));
        Assert.Empty(other.Calls);
    }

    private static void AssertTellsNothing(TestChannels channels, string name, string problem)
    {
        foreach (var secret in new[] { "http", "127.0.0.1", channels.Ntfy.Topic, "AbC-dEf", "token=", "inner workings", "<html>" })
        {
            Assert.DoesNotContain(secret, problem, StringComparison.OrdinalIgnoreCase);
        }

        Assert.NotEmpty(channels.Fake(name).Calls);
    }

    private static TheoryData<string, int> Of(params int[] statuses)
    {
        var data = new TheoryData<string, int>();
        foreach (var name in Names)
        {
            foreach (var status in statuses)
            {
                data.Add(name, status);
            }
        }

        return data;
    }
}
