using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.Settings;
using static OpenCode.Tests.Bridge.Given;

namespace OpenCode.Tests.Bridge.Alerts;

/// <summary>A machine and a time that a test moves.</summary>
public abstract class MachineFixture
{
    private protected AlertMachine Machine { get; private set; } = new("opencode");

    private protected DateTimeOffset Now { get; private set; } = new(2026, 11, 23, 7, 0, 0, TimeSpan.Zero);

    private protected Alert Only => Assert.Single(Machine.Alerts);

    private protected void Use(AlertSettings settings) => Machine = new("opencode", settings);

    /// <summary>Another process: what it knows is what was kept.</summary>
    private protected void Restart(AlertSettings? settings = null)
    {
        var (known, watermark) = (Machine.Alerts.ToList(), Machine.Watermark);
        Machine = new("opencode", settings);
        Machine.Restore(known, watermark);
    }

    private protected IReadOnlyList<AlertChange> Apply(ServerEvent serverEvent) => Machine.Apply(serverEvent, Now);

    private protected IReadOnlyList<AlertChange> Apply(Snapshot snapshot) => Machine.Apply(snapshot, Now);

    private protected IReadOnlyList<AlertChange> Tick() => Machine.Tick(Now);

    private protected void Pass(double seconds) => Now += TimeSpan.FromSeconds(seconds);

    private protected Snapshot Snapshot(params OpenRequest[] requests) => Given.Snapshot(Now, requests);

    /// <summary>One alert for all of the requests.</summary>
    private protected string Open(params string[] requests)
    {
        foreach (var request in requests)
        {
            Apply(new RequestAsked(Permission(request)));
        }

        return Assert.Single(Machine.OpenAlerts).Id;
    }
}
