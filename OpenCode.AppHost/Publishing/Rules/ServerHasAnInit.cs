namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>OpenCode as process 1 ignores SIGTERM: every stop would take the whole grace period and end in a kill.</summary>
internal sealed class ServerHasAnInit : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var release in tree.Releases)
        {
            if (release.IsServer && release.Values.At("defaultPodOptions.shareProcessNamespace")?.Text != "true")
            {
                broken.Add(release.Object, "spec.values.defaultPodOptions.shareProcessNamespace", "must be true");
            }
        }
    }
}
