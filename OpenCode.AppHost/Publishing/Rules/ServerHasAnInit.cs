namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>OpenCode as process 1 ignores SIGTERM: every stop would take the whole grace period and end in a kill.</summary>
internal sealed class ServerHasAnInit : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var pod in tree.Pods)
        {
            if (pod.IsServer && pod.Settings.Node["shareProcessNamespace"]?.Text != "true")
            {
                broken.Add(pod.Object, $"{pod.Settings.Path}.shareProcessNamespace", "must be true");
            }
        }
    }
}
