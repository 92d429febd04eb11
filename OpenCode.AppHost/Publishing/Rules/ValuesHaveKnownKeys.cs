namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>The chart ignores a key that it does not know, and its schema lets it pass. These are known to 4.6 and 5.x.</summary>
internal sealed class ValuesHaveKnownKeys : IRule
{
    private static readonly string[] s_keys =
    [
        "configMaps", "configMapsFromFolder", "controllers", "defaultPodOptions", "defaultPodOptionsStrategy", "global", "ingress", "networkpolicies",
        "persistence", "rawResources", "rbac", "route", "secrets", "secretsFromFolder", "service", "serviceAccount", "serviceMonitor",
    ];

    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var release in tree.Releases)
        {
            foreach (var (key, _) in release.Values.Entries)
            {
                if (!s_keys.Contains(key))
                {
                    broken.Add(release.Object, $"spec.values.{key}", "the chart has no such key and would ignore it");
                }
            }
        }
    }
}
