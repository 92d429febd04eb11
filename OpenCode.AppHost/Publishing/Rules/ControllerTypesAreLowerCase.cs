namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>The chart takes <c>statefulset</c> and refuses <c>StatefulSet</c>.</summary>
internal sealed class ControllerTypesAreLowerCase : IRule
{
    private static readonly string[] s_types = ["deployment", "statefulset", "daemonset", "cronjob", "job"];

    public IEnumerable<Violation> Check(RenderedTree tree) =>
        from release in tree.Releases
        from controller in release.Controllers
        where controller.Type is { } type && !s_types.Contains(type)
        select release.Broken(this, $"{controller.Path}.type", $"'{controller.Type}' is none of {string.Join(", ", s_types)}");
}
