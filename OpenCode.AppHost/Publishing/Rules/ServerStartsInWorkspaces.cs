namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>The image starts in <c>/</c>, which would be the agent's project.</summary>
internal sealed class ServerStartsInWorkspaces : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var release in tree.Releases.Where(release => release.IsServer))
        {
            foreach (var container in release.Containers)
            {
                if (!release.Mounts.Any(mount => mount.Path == container.Node["workingDir"]?.Text && mount.Volume.Type is "persistentVolumeClaim" or "nfs"))
                {
                    broken.Add(release.Object, $"{container.Path}.workingDir", "must be a volume that outlives the pod");
                }
            }
        }
    }
}
