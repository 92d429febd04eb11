namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>With a password set the server answers 401 to a kubelet on every path, and the pod would never be ready.</summary>
internal sealed class ProbesBringCredentials : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var release in tree.Releases)
        {
            foreach (var container in release.Containers)
            {
                foreach (var probe in (string[])["readiness", "liveness"])
                {
                    var (spec, path) = (container.Node.At($"probes.{probe}.spec"), $"{container.Path}.probes.{probe}.spec");
                    if (spec is null || container.Node.At($"probes.{probe}.enabled")?.Text != "true" || container.Node.At($"probes.{probe}.custom")?.Text != "true")
                    {
                        broken.Add(release.Object, path, "must be there, enabled and custom");
                    }
                    else if (release.IsServer && !(spec.At("exec.command")?.Items.LastOrDefault()?.Text is { } script && script.Contains("Authorization: Basic", StringComparison.Ordinal)))
                    {
                        broken.Add(release.Object, path, "must ask with credentials (exec)");
                    }
                }
            }
        }
    }
}
