namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>One pod at a time on a volume; a StatefulSet in order would wait for a broken revision for ever.</summary>
internal sealed class PodsNeverOverlap : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var release in tree.Releases)
        {
            foreach (var controller in release.Controllers)
            {
                if (controller.Node["replicas"]?.Text != "1")
                {
                    broken.Add(release.Object, $"{controller.Path}.replicas", "must be 1");
                }

                if (controller.Type == "statefulset" ? controller.Node.At("statefulset.podManagementPolicy")?.Text != "Parallel" : controller.Node["strategy"]?.Text != "Recreate")
                {
                    broken.Add(release.Object, controller.Path, controller.Type == "statefulset" ? "statefulset.podManagementPolicy must be Parallel" : "strategy must be Recreate");
                }
            }
        }
    }
}
