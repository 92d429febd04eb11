using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>A pod reads its Secret and its configuration at its start; the annotation, a text, stands on the controller.</summary>
internal sealed class ReloaderWatches : IRule
{
    private const string Annotation = "reloader.stakater.com/auto";

    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var release in tree.Releases)
        {
            foreach (var controller in release.Controllers)
            {
                if (controller.Node["annotations"]?[Annotation] is not YamlScalar { Kind: ScalarKind.Text, Value: "true" })
                {
                    broken.Add(release.Object, $"{controller.Path}.annotations", $"must have {Annotation}: \"true\"");
                }
            }
        }
    }
}
