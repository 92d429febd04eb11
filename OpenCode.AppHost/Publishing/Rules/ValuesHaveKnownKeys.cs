namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>The chart ignores a key that it does not know, and its schema lets it pass. These are known to 4.6 and 5.x.</summary>
internal sealed class ValuesHaveKnownKeys : IRule
{
    private static readonly string[] s_keys =
    [
        "configMaps", "configMapsFromFolder", "controllers", "defaultPodOptions", "defaultPodOptionsStrategy", "global", "ingress", "networkpolicies",
        "persistence", "rawResources", "rbac", "route", "secrets", "secretsFromFolder", "service", "serviceAccount", "serviceMonitor",
    ];

    public IEnumerable<Violation> Check(RenderedTree tree) =>
        from release in tree.Releases
        from entry in release.Values.Entries
        where !s_keys.Contains(entry.Key)
        select release.Broken(this, $"spec.values.{entry.Key}", "the chart has no such key and would ignore it");
}
