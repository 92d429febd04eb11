namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>One pod at a time on a volume; a StatefulSet in order would wait for a broken revision for ever.</summary>
internal sealed class PodsNeverOverlap : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var pod in tree.Pods)
        {
            // A workload has everything below its spec; the chart's values have not.
            var spec = pod.Controller.Node["spec"] ?? pod.Controller.Node;
            if (spec["replicas"]?.Text != "1")
            {
                broken.Add(pod.Object, $"{pod.Controller.Path}.replicas", "must be 1");
            }

            if (pod.IsStateful && (spec["podManagementPolicy"] ?? spec.At("statefulset.podManagementPolicy"))?.Text != "Parallel")
            {
                broken.Add(pod.Object, pod.Controller.Path, "podManagementPolicy must be Parallel");
            }

            if (!pod.IsStateful && (spec.At("strategy.type") ?? spec["strategy"])?.Text != "Recreate")
            {
                broken.Add(pod.Object, pod.Controller.Path, "strategy must be Recreate");
            }
        }
    }
}
