using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Channels;
using OpenCode.Bridge.Outbox;

namespace OpenCode.Tests.Bridge.Outbox;

public sealed class DeliveryWorkerTests : IAsyncDisposable
{
    private readonly OutboxFixture outbox = new();
    private readonly List<DeliveryWorker> workers = [];

    [Fact]
    public async Task Alert_is_sent_as_soon_as_it_is_stored()
    {
        var channel = await StartAsync("a");

        outbox.Record(AlertChangeKind.Opened, outbox.Complete());

        Assert.Equal(1, (await channel.NextAsync()).Revision);
        await UntilAsync(() => outbox.Delivery(outbox.Complete()).State == "sent");
    }

    [Fact]
    public async Task Channel_that_hangs_delays_no_other()
    {
        var hung = await StartAsync("a");
        var other = await StartAsync("b");
        hung.Answer = (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token).ContinueWith<SendResult>(_ => throw new OperationCanceledException(token), TaskScheduler.Default);

        outbox.Record(AlertChangeKind.Opened, outbox.Complete("msg_1"));
        outbox.Record(AlertChangeKind.Opened, outbox.Complete("msg_2"));
        await other.NextAsync();
        await other.NextAsync();
        var stuck = (await hung.NextAsync()).Alert;

        Assert.Equal("leased", outbox.Delivery(stuck).State);
        // No answer within the limit of a try is a failure like any other.
        hung.Answer = (_, _) => Task.FromResult<SendResult>(new SendResult.Accepted());
        outbox.Time.Advance(new DeliveryTimings().Try);
        await UntilAsync(() => outbox.Delivery(stuck) is { State: "pending", LastError: "no answer in time" });
    }

    [Fact]
    public async Task Channel_is_left_alone_for_as_long_as_it_asks()
    {
        var channel = await StartAsync("a");
        channel.Answer = (_, _) => Task.FromResult<SendResult>(new SendResult.Failed("too many", TimeSpan.FromSeconds(90)));
        outbox.Record(AlertChangeKind.Opened, outbox.Complete("msg_1"));
        await channel.NextAsync();
        await UntilAsync(() => outbox.Delivery(outbox.Complete("msg_1")).State == "pending");
        channel.Answer = (_, _) => Task.FromResult<SendResult>(new SendResult.Accepted());

        outbox.Record(AlertChangeKind.Opened, outbox.Complete("msg_2"));
        outbox.Time.Advance(TimeSpan.FromSeconds(89));
        Assert.Equal(0, outbox.Delivery(outbox.Complete("msg_2")).Attempts);
        await UntilAsync(() =>
        {
            outbox.Time.Advance(TimeSpan.FromSeconds(1));
            return outbox.Delivery(outbox.Complete("msg_1")).State == "sent" && outbox.Delivery(outbox.Complete("msg_2")).State == "sent";
        });
        Assert.Equal(2, outbox.Delivery(outbox.Complete("msg_1")).Attempts);
    }

    [Fact]
    public async Task Message_that_a_channel_cannot_make_is_parked_and_the_rest_goes_on()
    {
        var channel = await StartAsync("a");
        channel.Answer = (message, _) => message.Alert.Id == outbox.Complete("msg_1").Id
            ? throw new InvalidOperationException("a defect")
            : Task.FromResult<SendResult>(new SendResult.Accepted());

        outbox.Record(AlertChangeKind.Opened, outbox.Complete("msg_1"));
        outbox.Record(AlertChangeKind.Opened, outbox.Complete("msg_2"));

        await UntilAsync(() => outbox.Delivery(outbox.Complete("msg_1")).State == "parked" && outbox.Delivery(outbox.Complete("msg_2")).State == "sent");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in workers)
        {
            await worker.StopAsync(CancellationToken.None);
            worker.Dispose();
        }

        outbox.Dispose();
    }

    private async Task<ScriptedChannel> StartAsync(string name)
    {
        var channel = new ScriptedChannel(name);
        var worker = new DeliveryWorker(channel, outbox.Queue, outbox.Signals, new(), outbox.Telemetry, outbox.Time, NullLogger<DeliveryWorker>.Instance);
        workers.Add(worker);
        await worker.StartAsync(TestContext.Current.CancellationToken);
        return channel;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(10), "Waited too long.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private sealed class ScriptedChannel(string name) : IChannel
    {
        private readonly ConcurrentQueue<ChannelMessage> sent = [];

        public string Name => name;

        public bool Replaces => true;

        public Func<ChannelMessage, CancellationToken, Task<SendResult>> Answer { get; set; } = (_, _) => Task.FromResult<SendResult>(new SendResult.Accepted());

        public Task<SendResult> SendAsync(ChannelMessage message, CancellationToken cancellationToken)
        {
            sent.Enqueue(message);
            return Answer(message, cancellationToken);
        }

        public async Task<ChannelMessage> NextAsync()
        {
            ChannelMessage? message = null;
            await UntilAsync(() => sent.TryDequeue(out message));
            return message!;
        }
    }
}
