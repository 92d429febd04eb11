namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>The image starts in <c>/</c>, which would be the agent's project.</summary>
internal sealed class ServerStartsInWorkspaces : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var pod in tree.Pods)
        {
            foreach (var container in pod.Containers)
            {
                if (pod.IsServer && !pod.Mounts.Any(mount => mount.Path == container.Node["workingDir"]?.Text && mount.Type is "persistentVolumeClaim" or "nfs"))
                {
                    broken.Add(pod.Object, $"{container.Path}.workingDir", "must be a volume that outlives the pod");
                }
            }
        }
    }
}
