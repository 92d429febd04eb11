namespace OpenCode.Bridge.Watching;

/// <summary>Doubling delays up to a limit, each spread over 50–100% so that several watchers do not call in step.</summary>
/// <param name="attempts">How often it was tried before.</param>
internal sealed class BackOff(TimeSpan first, TimeSpan limit, Random random, int attempts = 0)
{
    private int attempts = attempts;

    public void Reset() => attempts = 0;

    public TimeSpan Next()
    {
        // 2^16 of any sensible first delay is beyond any sensible limit.
        var full = Math.Min(first.TotalMilliseconds * Math.Pow(2, Math.Min(attempts++, 16)), limit.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(full * (0.5 + (random.NextDouble() / 2)));
    }
}
