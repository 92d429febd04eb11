namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>A server can hang with its port open, so liveness asks it; it can be busy too, so liveness is patient with it.</summary>
internal sealed class LivenessAsks : IRule
{
    private const int Patience = 10;

    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var release in tree.Releases)
        {
            foreach (var container in release.Containers)
            {
                var (spec, path) = (container.Node.At("probes.liveness.spec"), $"{container.Path}.probes.liveness.spec");
                if (spec?["exec"] is null && spec?["httpGet"] is null)
                {
                    broken.Add(release.Object, path, "must ask over HTTP: an open port says nothing");
                }

                if (spec?["timeoutSeconds"] is null)
                {
                    broken.Add(release.Object, $"{path}.timeoutSeconds", "must be set: a hanging server answers never");
                }

                if (release.IsServer && !(int.TryParse(spec?["failureThreshold"]?.Text, out var threshold) && threshold >= Patience))
                {
                    broken.Add(release.Object, $"{path}.failureThreshold", $"must be {Patience} or more");
                }
            }
        }
    }
}
