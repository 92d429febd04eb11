using OpenCode.AppHost.Publishing.Yaml;
using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>A chart of one version, taken as the layer that it is.</summary>
internal sealed class ChartSourcesArePinned : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var source in tree.OfKind("OCIRepository"))
        {
            if (source.At("spec.ref.tag") is not YamlScalar { Kind: ScalarKind.Text } tag || !ImageForms.IsVersion(tag.Value))
            {
                broken.Add(source.File, "spec.ref.tag", "must be a version");
            }

            if (source.At("spec.layerSelector.mediaType")?.Text != "application/vnd.cncf.helm.chart.content.v1.tar+gzip" || source.At("spec.layerSelector.operation")?.Text != "copy")
            {
                broken.Add(source.File, "spec.layerSelector", "must copy the chart's layer");
            }
        }
    }
}
