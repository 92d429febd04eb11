namespace OpenCode.Tests.Bridge.Inbox.Showcase;

/// <summary>Tells a time that only the test moves, so that every age on a picture is the same each time. Timers and time-outs run as ever.</summary>
internal sealed class StoppedClock(DateTimeOffset start) : TimeProvider
{
    private long ticks = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    public void MoveTo(DateTimeOffset time) => Interlocked.Exchange(ref ticks, time.UtcTicks);
}
