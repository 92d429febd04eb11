using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>A pod reads its Secret and its configuration at its start; the annotation, a text, stands on the controller.</summary>
internal sealed class ReloaderWatches : IRule
{
    private const string Annotation = "reloader.stakater.com/auto";

    public IEnumerable<Violation> Check(RenderedTree tree) =>
        from release in tree.Releases
        from controller in release.Controllers
        where controller.Node["annotations"]?[Annotation] is not YamlScalar { Kind: ScalarKind.Text, Value: "true" }
        select release.Broken(this, $"{controller.Path}.annotations", $"must have {Annotation}: \"true\"");
}
