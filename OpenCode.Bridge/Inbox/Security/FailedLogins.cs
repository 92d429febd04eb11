using System.Net;

namespace OpenCode.Bridge.Inbox.Security;

/// <summary>
/// Makes guessing slow: each failure of an address waits longer, up to a limit. A right password never waits, so nobody is
/// locked out by the guesses of another behind the same address. The wait holds no thread and ends with the connection.
/// </summary>
internal sealed class FailedLogins(TimeProvider time)
{
    /// <summary>Addresses remembered; beyond that the one that failed longest ago is forgotten.</summary>
    public const int Limit = 1024;

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly Dictionary<IPAddress, (int Count, DateTimeOffset Last)> failures = [];
    private readonly Lock gate = new();

    public int Remembered
    {
        get
        {
            lock (gate)
            {
                return failures.Count;
            }
        }
    }

    public Task SlowDownAsync(IPAddress? address, CancellationToken cancellationToken) =>
        Task.Delay(Count(address ?? IPAddress.None), time, cancellationToken);

    /// <summary>Counts a failure and says how long it has to wait.</summary>
    public TimeSpan Count(IPAddress address)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            var before = failures.TryGetValue(address, out var known) && now - known.Last < Memory ? known.Count : 0;
            failures[address] = (before + 1, now);
            if (failures.Count > Limit)
            {
                failures.Remove(failures.MinBy(entry => entry.Value.Last).Key);
            }

            return TimeSpan.FromMilliseconds(Math.Min(First.TotalMilliseconds * Math.Pow(2, Math.Min(before, 16)), Longest.TotalMilliseconds));
        }
    }
}
