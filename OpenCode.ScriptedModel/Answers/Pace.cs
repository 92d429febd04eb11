namespace OpenCode.ScriptedModel.Answers;

/// <summary>How long a streamed answer pauses behind each piece. An answer in one body never pauses.</summary>
/// <param name="Delay">Pause behind a piece.</param>
/// <param name="StallAfter">From this piece on, counted from 1, the pause is <paramref name="Stall"/> instead.</param>
internal sealed record Pace(TimeSpan Delay, int StallAfter = int.MaxValue, TimeSpan Stall = default)
{
    /// <summary>Fast enough for a test, slow enough that the pieces arrive one by one.</summary>
    public static readonly TimeSpan DefaultDelay = TimeSpan.FromMilliseconds(5);

    public static readonly Pace Default = new(DefaultDelay);

    /// <param name="count">Number of pieces sent so far, at least 1.</param>
    public TimeSpan Behind(int count) => count >= StallAfter ? Stall : Delay;
}
