namespace OpenCode.Bridge;

/// <summary>
/// Gives memory back once a burst of work, such as the start or a night's alerts, is over. The collector looks only when
/// something new is allocated: in a process that waits, what a burst left behind would stay for hours.
/// </summary>
internal sealed class IdleMemory(TimeProvider time) : BackgroundService
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>New objects in bytes, for which a collection of a few milliseconds is worth its time.</summary>
    private const long Worth = 2 * 1024 * 1024;

    /// <summary>Bytes in a period, up to which nothing goes on that a collection could delay.</summary>
    private const long Quiet = 256 * 1024;

    private long atCollection;
    private long atLook;

    /// <returns>Whether this look is the one after which to collect.</returns>
    /// <param name="allocated">All bytes that were ever allocated.</param>
    public bool IsDue(long allocated)
    {
        var isQuiet = allocated - atLook <= Quiet;
        atLook = allocated;
        if (!isQuiet || allocated - atCollection < Worth)
        {
            return false;
        }

        atCollection = allocated;
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (IsDue(GC.GetTotalAllocatedBytes()))
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }
        }
    }
}
