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
        yield return new()
        {
            Name = Start,
            DisplayName = "Start",
            DisplayDescription = "Start resource",
            IconName = "Play",
            IconVariant = IconVariant.Filled,
            IsHighlighted = true,
            State = state switch
            {
                ServiceState.Starting => ResourceCommandState.Disabled,
                ServiceState.Waiting or ServiceState.Finished or ServiceState.FailedToStart => ResourceCommandState.Enabled,
                _ => ResourceCommandState.Hidden,
            },
        };
        yield return new()
        {
            Name = Stop,
            DisplayName = "Stop",
            DisplayDescription = "Stop resource",
            IconName = "Stop",
            IconVariant = IconVariant.Filled,
            IsHighlighted = true,
            State = state switch
            {
                ServiceState.Stopping => ResourceCommandState.Disabled,
                ServiceState.Running => ResourceCommandState.Enabled,
                _ => ResourceCommandState.Hidden,
            },
        };
        yield return new()
        {
            Name = Restart,
            DisplayName = "Restart",
            DisplayDescription = "Restart resource",
            IconName = "ArrowCounterclockwise",
            IconVariant = IconVariant.Regular,
            State = state is ServiceState.Running ? ResourceCommandState.Enabled : ResourceCommandState.Disabled,
        };
    }

    /// <returns>What the command does to the service; null for a command that nobody knows.</returns>
    public static Func<ServiceRunner, Task>? Find(string name) => name switch
    {
        Start => runner => runner.StartAsync(),
        Stop => runner => runner.StopAsync(),
        Restart => runner => runner.RestartAsync(),
        _ => null,
    };
}
