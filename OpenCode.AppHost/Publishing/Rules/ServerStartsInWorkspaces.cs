namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>The image starts in <c>/</c>, which would be the agent's project.</summary>
internal sealed class ServerStartsInWorkspaces : IRule
{
    public IEnumerable<Violation> Check(RenderedTree tree) =>
        from release in tree.Releases
        where release.IsServer
        from container in release.Containers
        where !release.Mounts.Any(mount => mount.Path == container.Node["workingDir"]?.Text && mount.Volume.Type is "persistentVolumeClaim" or "nfs")
        select release.Broken(this, $"{container.Path}.workingDir", "must be a volume that outlives the pod");
}
