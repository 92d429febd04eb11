using OpenCode.Bridge.OpenCode.V1;

namespace OpenCode.Bridge;

/// <summary>
/// How the frames of one server's stream fared. A plain number for each outcome, because frames come by the million and an
/// instrument that is told of each one costs more than the frame.
/// </summary>
internal sealed class StreamTally(string server)
{
    private readonly long[] counts = new long[Enum.GetValues<FrameOutcome>().Length];

    public string Server => server;

    /// <summary>By one caller at a time: a server has one stream.</summary>
    public void Count(FrameOutcome outcome) => Volatile.Write(ref counts[(int)outcome], counts[(int)outcome] + 1);

    public long Of(FrameOutcome outcome) => Volatile.Read(ref counts[(int)outcome]);
}
