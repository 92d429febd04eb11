using System.Text.RegularExpressions;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>
/// Flux fills in <c>${NAME}</c> everywhere, and an unknown one becomes nothing. It stands in host names and addresses made
/// of them only; the generated configuration is exempt from filling in; the chart's own <c>{{ }}</c> stands nowhere.
/// </summary>
internal sealed partial class FluxVariablesAreMeant : IRule
{
    private const string Exempt = "kustomize.toolkit.fluxcd.io/substitute";

    public IEnumerable<Violation> Check(RenderedTree tree)
    {
        foreach (var item in tree.Objects)
        {
            foreach (var (path, text) in Texts(item.Content, string.Empty))
            {
                if (text.Contains("${", StringComparison.Ordinal) && !(Place().IsMatch(path) && Variable().Replace(text, string.Empty) is var rest && !rest.Contains('$', StringComparison.Ordinal)))
                {
                    yield return new Violation(((IRule)this).Name, item.File, path, "Flux would fill in ${…} here");
                }

                if (item.Kind == "HelmRelease" && text.Contains("{{", StringComparison.Ordinal))
                {
                    yield return new Violation(((IRule)this).Name, item.File, path, "the chart would fill in {{ }} here");
                }
            }

            if (item.At("configMapGenerator") is not null && item.At("generatorOptions.annotations")?[Exempt]?.Text != "disabled")
            {
                yield return new Violation(((IRule)this).Name, item.File, "generatorOptions.annotations", $"must have {Exempt}: disabled");
            }
        }
    }

    private static IEnumerable<(string Path, string Text)> Texts(YamlNode node, string path) => node switch
    {
        YamlMap map => map.SelectMany(entry => Texts(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}")),
        YamlList list => list.SelectMany(item => Texts(item, path)),
        YamlScalar { Kind: ScalarKind.Text } scalar => [(path, scalar.Value)],
        _ => [],
    };

    [GeneratedRegex(@"\.hostnames\z|\.env\.[A-Z_]+_URL\z")]
    private static partial Regex Place();

    [GeneratedRegex(@"\$\{[A-Z_][A-Z0-9_]*\}")]
    private static partial Regex Variable();
}
