using System.Runtime.CompilerServices;
using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Hosting;

/// <summary>
/// The present state of every service, and news of it. A watcher gets everything once and then what changed; nothing
/// is lost between the two. A slow watcher holds nobody up and piles nothing up: it gets the newest state of what
/// changed meanwhile.
/// </summary>
internal sealed class StateBoard
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ServiceSnapshot> _services = [];
    private readonly List<Watcher> _watchers = [];

    /// <summary>All services of the stack, none of them started yet.</summary>
    public static StateBoard Of(StackModel model, TimeProvider time)
    {
        var board = new StateBoard();
        foreach (var service in model.Services)
        {
            board.Add(new(service.Name, ServiceState.Waiting, time.GetUtcNow()));
        }

        return board;
    }

    public void Add(ServiceSnapshot service)
    {
        lock (_gate)
        {
            _services.Add(service.Name, service);
            Tell(service.Name);
        }
    }

    public ServiceSnapshot this[string name]
    {
        get
        {
            lock (_gate)
            {
                return _services[name];
            }
        }
    }

    public void Update(string name, Func<ServiceSnapshot, ServiceSnapshot> change)
    {
        lock (_gate)
        {
            var before = _services[name];
            var after = change(before);
            if (after != before)
            {
                _services[name] = after;
                Tell(name);
            }
        }
    }

    /// <returns>First all services in the order in which they were added, then those that changed. Never ends by itself.</returns>
    public async IAsyncEnumerable<IReadOnlyList<ServiceSnapshot>> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watcher = new Watcher();
        lock (_gate)
        {
            watcher.Changed.UnionWith(_services.Keys);
            watcher.News.Release();
            _watchers.Add(watcher);
        }

        try
        {
            while (true)
            {
                await watcher.News.WaitAsync(cancellationToken);
                IReadOnlyList<ServiceSnapshot> news;
                lock (_gate)
                {
                    news = [.. _services.Values.Where(service => watcher.Changed.Contains(service.Name))];
                    watcher.Changed.Clear();
                }

                yield return news;
            }
        }
        finally
        {
            lock (_gate)
            {
                _watchers.Remove(watcher);
            }
        }
    }

    /// <summary>Returns when <paramref name="condition"/> holds for all the named services at once.</summary>
    public async Task WaitAsync(IReadOnlyCollection<string> names, Func<ServiceSnapshot, bool> condition, CancellationToken cancellationToken)
    {
        await foreach (var _ in WatchAsync(cancellationToken))
        {
            if (names.All(name => condition(this[name])))
            {
                return;
            }
        }
    }

    private void Tell(string name)
    {
        foreach (var watcher in _watchers)
        {
            if (watcher.Changed.Count == 0)
            {
                watcher.News.Release();
            }

            watcher.Changed.Add(name);
        }
    }

    private sealed class Watcher : IDisposable
    {
        public HashSet<string> Changed { get; } = [];

        public SemaphoreSlim News { get; } = new(0);

        public void Dispose() => News.Dispose();
    }
}
