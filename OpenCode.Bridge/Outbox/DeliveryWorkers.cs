using OpenCode.Bridge.Channels;

namespace OpenCode.Bridge.Outbox;

/// <summary>One worker for each channel.</summary>
internal sealed class DeliveryWorkers(IEnumerable<IChannel> channels, IServiceProvider services) : IHostedService, IDisposable
{
    private readonly List<DeliveryWorker> workers = [.. channels.Select(channel => ActivatorUtilities.CreateInstance<DeliveryWorker>(services, channel))];

    public Task StartAsync(CancellationToken cancellationToken) => Task.WhenAll(workers.Select(worker => worker.StartAsync(cancellationToken)));

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(workers.Select(worker => worker.StopAsync(cancellationToken)));

    public void Dispose() => workers.ForEach(worker => worker.Dispose());
}
