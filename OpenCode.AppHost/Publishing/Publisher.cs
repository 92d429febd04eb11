using OpenCode.AppHost.Publishing.Rules;

namespace OpenCode.AppHost.Publishing;

/// <summary>Renders a deployment and holds the result against the format's rules.</summary>
internal static class Publisher
{
    /// <exception cref="Stack.Settings.SettingsException">Settings that run locally and cannot be published.</exception>
    /// <exception cref="HostFailure">A rule is broken; every violation is a line of the message. Nothing may be written.</exception>
    /// <param name="rules">Rules beside those of the format.</param>
    public static Rendering Render(IPublishFormat format, Deployment deployment, params IReadOnlyList<IRule> rules)
    {
        Publishable.Check(deployment);
        var rendering = format.Render(deployment);
        var violations = Check(format, rendering, rules);
        return violations.Count == 0
            ? rendering
            : throw new HostFailure(string.Join(Environment.NewLine, violations.Select(violation => $"broken rule {violation}")));
    }

    public static IReadOnlyList<Violation> Check(IPublishFormat format, Rendering rendering, params IReadOnlyList<IRule> rules)
    {
        InParallel.ForEach(rendering.Files.Count, index => _ = rendering.Files[index].Text);
        var tree = new RenderedTree(rendering.Files, rendering.Given);
        List<IRule> all = [.. format.Rules, .. rules];
        var violations = all.ConvertAll(rule => new Violations(rule));
        InParallel.ForEach(all.Count, index => all[index].Check(tree, violations[index]), many: rendering.Files.Count);
        return [.. violations.SelectMany(list => list)];
    }
}
