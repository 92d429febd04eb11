namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>OpenCode as process 1 ignores SIGTERM: every stop would take the whole grace period and end in a kill.</summary>
internal sealed class ServerHasAnInit : IRule
{
    public IEnumerable<Violation> Check(RenderedTree tree) =>
        from release in tree.Releases
        where release.IsServer && release.Values.At("defaultPodOptions.shareProcessNamespace")?.Text != "true"
        select release.Broken(this, "spec.values.defaultPodOptions.shareProcessNamespace", "must be true");
}
