namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>The chart takes <c>statefulset</c> and refuses <c>StatefulSet</c>.</summary>
internal sealed class ControllerTypesAreLowerCase : IRule
{
    private static readonly string[] s_types = ["deployment", "statefulset", "daemonset", "cronjob", "job"];

    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var release in tree.Releases)
        {
            foreach (var controller in release.Controllers)
            {
                if (controller.Type is { } type && !s_types.Contains(type))
                {
                    broken.Add(release.Object, $"{controller.Path}.type", $"'{type}' is none of {string.Join(", ", s_types)}");
                }
            }
        }
    }
}
