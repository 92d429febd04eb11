using OpenCode.Bridge.Alerts;

namespace OpenCode.Tests.Bridge;

/// <summary>Keeps nothing.</summary>
internal sealed class NoJournal : IAlertJournal
{
    public void Record(IReadOnlyList<AlertChange> changes, DateTimeOffset receivedAt)
    {
    }

    public void Heard(string server, DateTimeOffset? watermark)
    {
    }

    public void Align(IReadOnlyList<Alert> open)
    {
    }
}
