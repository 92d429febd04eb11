using System.Text.RegularExpressions;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>A chart of one version, taken as the layer that it is.</summary>
internal sealed partial class ChartSourcesArePinned : IRule
{
    public IEnumerable<Violation> Check(RenderedTree tree)
    {
        foreach (var source in tree.OfKind("OCIRepository"))
        {
            if (source.At("spec.ref.tag") is not YamlScalar { Kind: ScalarKind.Text } tag || !Version().IsMatch(tag.Value))
            {
                yield return new Violation(((IRule)this).Name, source.File, "spec.ref.tag", "must be a version");
            }

            if (source.At("spec.layerSelector.mediaType")?.Text != "application/vnd.cncf.helm.chart.content.v1.tar+gzip" || source.At("spec.layerSelector.operation")?.Text != "copy")
            {
                yield return new Violation(((IRule)this).Name, source.File, "spec.layerSelector", "must copy the chart's layer");
            }
        }
    }

    [GeneratedRegex(@"^\d+\.\d+\.\d+\z")]
    private static partial Regex Version();
}
