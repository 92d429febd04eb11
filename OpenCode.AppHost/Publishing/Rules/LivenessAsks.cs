using System.Globalization;

namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>A server can hang with its port open, so liveness asks it; it can be busy too, so liveness is patient with it.</summary>
internal sealed class LivenessAsks : IRule
{
    private const int Patience = 10;

    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var pod in tree.Pods)
        {
            foreach (var container in pod.Containers)
            {
                var (spec, path) = (container.Probe("liveness"), container.ProbePath("liveness"));
                if (spec?["exec"] is null && spec?["httpGet"] is null)
                {
                    broken.Add(pod.Object, path, "must ask over HTTP: an open port says nothing");
                }

                if (spec?["timeoutSeconds"] is null)
                {
                    broken.Add(pod.Object, $"{path}.timeoutSeconds", "must be set: a hanging server answers never");
                }

                if (pod.IsServer && !(int.TryParse(spec?["failureThreshold"]?.Text, CultureInfo.InvariantCulture, out var threshold) && threshold >= Patience))
                {
                    broken.Add(pod.Object, $"{path}.failureThreshold", $"must be {Patience} or more");
                }
            }
        }
    }
}
