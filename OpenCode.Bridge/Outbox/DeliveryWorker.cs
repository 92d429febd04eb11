using OpenCode.Bridge.Channels;
using OpenCode.Bridge.Watching;

namespace OpenCode.Bridge.Outbox;

/// <summary>
/// Sends one channel's messages, one after the other, those that wait for a person first. Each channel has its own worker:
/// a slow or dead one delays no other.
/// </summary>
internal sealed class DeliveryWorker(
    IChannel channel,
    DeliveryQueue queue,
    OutboxSignals signals,
    DeliveryTimings timings,
    BridgeTelemetry telemetry,
    TimeProvider time,
    ILogger<DeliveryWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Broken = TimeSpan.FromSeconds(1);

    private readonly BackOff pauses = new(timings.BackOff, timings.PauseLimit, Random.Shared);
    private string? told;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (queue.Take(channel.Name, time.GetUtcNow()) is { } lease)
                {
                    await SendAsync(lease, stoppingToken);
                }
                else
                {
                    await signals.WaitAsync(channel.Name, queue.NextDue(channel.Name) - time.GetUtcNow(), stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
            }
            catch (OutboxException)
            {
                await PauseAsync(Broken, stoppingToken);
            }
            catch (Exception failure)
            {
                // The channel must go on whatever it was: nobody would notice that no message comes.
                OutboxLog.WorkerFailed(logger, channel.Name, failure);
                await PauseAsync(Broken, stoppingToken);
            }
        }
    }

    private async Task SendAsync(Lease lease, CancellationToken stoppingToken)
    {
        var result = await TryAsync(lease, stoppingToken);
        var now = time.GetUtcNow();
        var pause = Pause(result);
        await CompleteAsync(lease, result, now + Later(pause, RetryIn(lease.Attempt)), stoppingToken);
        Tell(lease, result, now);
        if (pause > TimeSpan.Zero)
        {
            await PauseAsync(pause, stoppingToken);
        }
    }

    private async Task<SendResult> TryAsync(Lease lease, CancellationToken stoppingToken)
    {
        using var limit = new CancellationTokenSource(timings.Try, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, limit.Token);
        try
        {
            return await channel.SendAsync(lease.Message, linked.Token);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            return new SendResult.Failed("no answer in time");
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // A channel promises not to. Parked, because the same message would do it again.
            OutboxLog.WorkerFailed(logger, channel.Name, failure);
            return new SendResult.Refused("the message could not be made");
        }
    }

    /// <summary>
    /// How long the whole channel is left alone: as the service says, or longer and longer while everything fails. A message
    /// that fails alone waits by itself.
    /// </summary>
    private TimeSpan Pause(SendResult result)
    {
        if (result is SendResult.Failed failed)
        {
            var own = pauses.Next();
            return failed.After ?? own;
        }

        pauses.Reset();
        return TimeSpan.Zero;
    }

    private TimeSpan RetryIn(int attempt) => new BackOff(timings.BackOff, timings.BackOffLimit, Random.Shared, attempt - 1).Next();

    /// <summary>What was sent must be noted, or it is sent again: tried until it is.</summary>
    private async Task CompleteAsync(Lease lease, SendResult result, DateTimeOffset retryAt, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                queue.Complete(lease, result, retryAt, time.GetUtcNow());
                return;
            }
            catch (OutboxException)
            {
                await PauseAsync(Broken, stoppingToken);
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
    }

    private void Tell(Lease lease, SendResult result, DateTimeOffset now)
    {
        telemetry.Delivered(channel.Name, result switch
        {
            SendResult.Accepted => "accepted",
            SendResult.Failed => "failed",
            _ => "refused",
        });
        if (result is SendResult.Accepted && lease.Message.Reason == MessageReason.Opened)
        {
            telemetry.DeliveryTook(now - lease.ReceivedAt);
        }

        var problem = result switch
        {
            SendResult.Failed failed => failed.Problem,
            SendResult.Refused refused => refused.Problem,
            _ => null,
        };
        // A service that is down for the night is one line, not one a try.
        if (problem != told)
        {
            told = problem;
            if (problem is null)
            {
                OutboxLog.Delivers(logger, channel.Name);
            }
            else
            {
                OutboxLog.NotDelivered(logger, channel.Name, lease.Message.Alert.Id, problem, result is SendResult.Refused ? "parked" : "trying again");
            }
        }
    }

    private Task PauseAsync(TimeSpan pause, CancellationToken stoppingToken) =>
        Task.Delay(pause, time, stoppingToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
