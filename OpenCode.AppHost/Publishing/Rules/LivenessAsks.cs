namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>A server can hang with its port open, so liveness asks it; it can be busy too, so liveness is patient with it.</summary>
internal sealed class LivenessAsks : IRule
{
    private const int Patience = 10;

    public IEnumerable<Violation> Check(RenderedTree tree)
    {
        foreach (var release in tree.Releases)
        {
            foreach (var container in release.Containers)
            {
                var (spec, path) = (container.Node.At("probes.liveness.spec"), $"{container.Path}.probes.liveness.spec");
                if (spec?["exec"] is null && spec?["httpGet"] is null)
                {
                    yield return release.Broken(this, path, "must ask over HTTP: an open port says nothing");
                }

                if (spec?["timeoutSeconds"] is null)
                {
                    yield return release.Broken(this, $"{path}.timeoutSeconds", "must be set: a hanging server answers never");
                }

                if (release.IsServer && !(int.TryParse(spec?["failureThreshold"]?.Text, out var threshold) && threshold >= Patience))
                {
                    yield return release.Broken(this, $"{path}.failureThreshold", $"must be {Patience} or more");
                }
            }
        }
    }
}
