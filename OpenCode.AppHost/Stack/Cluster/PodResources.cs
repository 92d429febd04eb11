namespace OpenCode.AppHost.Stack.Cluster;

/// <summary>What a container asks for and what it may take, by the resource's name (<c>cpu</c>, <c>memory</c> …).</summary>
public sealed record PodResources(IReadOnlyDictionary<string, Quantity> Requests, IReadOnlyDictionary<string, Quantity> Limits)
{
    /// <summary>
    /// OpenCode idles at 320 MB and takes 610 MB after one session; 1Gi gets it killed in practice. No limit on the
    /// processor: throttling an agent helps nobody.
    /// </summary>
    public static PodResources Default { get; } = new(
        new SortedList<string, Quantity>(StringComparer.Ordinal) { ["cpu"] = Quantity.Parse("100m")!, ["memory"] = Quantity.Parse("512Mi")! },
        new SortedList<string, Quantity>(StringComparer.Ordinal) { ["memory"] = Quantity.Parse("4Gi")! });

    /// <summary>The first resource of which more is asked for than may be taken: an API server refuses such a pod.</summary>
    public string? Contradiction => Requests.Keys.FirstOrDefault(name =>
        Limits.TryGetValue(name, out var limit) && Requests[name].Value > limit.Value);
}
