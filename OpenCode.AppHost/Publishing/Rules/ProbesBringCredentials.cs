namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>With a password set the server answers 401 to a kubelet on every path, and the pod would never be ready.</summary>
internal sealed class ProbesBringCredentials : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var pod in tree.Pods)
        {
            foreach (var container in pod.Containers)
            {
                foreach (var probe in (string[])["readiness", "liveness"])
                {
                    if (container.Probe(probe) is not { } spec)
                    {
                        broken.Add(pod.Object, container.ProbePath(probe), "must be there, enabled and custom");
                    }
                    else if (pod.IsServer && !(spec.At("exec.command")?.Items.LastOrDefault()?.Text is { } script && script.Contains("Authorization: Basic", StringComparison.Ordinal)))
                    {
                        broken.Add(pod.Object, container.ProbePath(probe), "must ask with credentials (exec)");
                    }
                }
            }
        }
    }
}
