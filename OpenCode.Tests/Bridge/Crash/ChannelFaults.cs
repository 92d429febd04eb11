using OpenCode.Tests.Bridge.Channels.Fakes;

namespace OpenCode.Tests.Bridge.Crash;

/// <summary>A bad day of the internet: every fourth call goes wrong in one way or another.</summary>
internal sealed class ChannelFaults(int seed)
{
    private readonly Random random = new(seed);
    private readonly Lock gate = new();
    private volatile bool stopped;

    /// <summary>How often a channel took a call without saying so.</summary>
    public int TakenUnheard { get; private set; }

    /// <param name="takes">Also connections that break after the service took the message.</param>
    public Fault? Next(bool takes)
    {
        lock (gate)
        {
            Fault? fault = stopped ? null : random.Next(32) switch
            {
                0 or 1 => new Fault.TooMany(TimeSpan.FromMilliseconds(200)),
                2 or 3 => new Fault.Status(500),
                4 => new Fault.Hang(TimeSpan.FromSeconds(1)),
                5 => new Fault.Reset(),
                6 when takes => new Fault.TakeThenReset(),
                7 => new Fault.Status(503),
                _ => null,
            };
            TakenUnheard += fault is Fault.TakeThenReset ? 1 : 0;
            return fault;
        }
    }

    public void Stop() => stopped = true;
}
