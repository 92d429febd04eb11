using OpenCode.AppHost.Hosting.Embedded.Proto;

namespace OpenCode.AppHost.Hosting.Embedded;

/// <summary>
/// What a person can do to a service in the dashboard. Names, icons and rules are Aspire's, so that the dashboard looks
/// and works the same under both hosts.
/// </summary>
internal static class ResourceCommands
{
    public const string Start = "start";
    public const string Stop = "stop";
    public const string Restart = "restart";

    public static IEnumerable<ResourceCommand> For(ServiceState state)
    {
        var hasEnded = state is ServiceState.Waiting or ServiceState.Finished or ServiceState.FailedToStart;
        yield return Button(Start, "Start", "Play", isHighlighted: true, hasEnded, isHidden: state is ServiceState.Running or ServiceState.Stopping);
        yield return Button(Stop, "Stop", "Stop", isHighlighted: true, state is ServiceState.Running, isHidden: hasEnded || state is ServiceState.Starting);
        yield return Button(Restart, "Restart", "ArrowCounterclockwise", isHighlighted: false, state is ServiceState.Running, isHidden: false);
    }

    /// <returns>What the command does to the service; null for a command that nobody knows.</returns>
    public static Func<ServiceRunner, Task>? Find(string name) => name switch
    {
        Start => runner => runner.StartAsync(),
        Stop => runner => runner.StopAsync(),
        Restart => runner => runner.RestartAsync(),
        _ => null,
    };

    private static ResourceCommand Button(string name, string text, string icon, bool isHighlighted, bool isEnabled, bool isHidden) => new()
    {
        Name = name,
        DisplayName = text,
        DisplayDescription = $"{text} resource",
        IconName = icon,
        IconVariant = isHighlighted ? IconVariant.Filled : IconVariant.Regular,
        IsHighlighted = isHighlighted,
        State = isEnabled ? ResourceCommandState.Enabled : isHidden ? ResourceCommandState.Hidden : ResourceCommandState.Disabled,
    };
}
