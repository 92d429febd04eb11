using OpenCode.AppHost.Stack.Cluster;

namespace OpenCode.AppHost.Publishing.Apps;

internal static class AppResources
{
    /// <summary>For programs that wait most of the time: the bridge takes some 40 MB.</summary>
    public static PodResources Small { get; } = new(
        new Dictionary<string, Quantity> { ["cpu"] = Quantity.Parse("10m")!, ["memory"] = Quantity.Parse("64Mi")! },
        new Dictionary<string, Quantity> { ["memory"] = Quantity.Parse("256Mi")! });
}
