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

    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var item in tree.Objects)
        {
            var texts = new List<(string, string)>();
            Suspects(item.Content, string.Empty, texts);
            foreach (var (path, text) in texts)
            {
                if (text.Contains("${", StringComparison.Ordinal) && !(IsAddress(path) && Variable().Replace(text, string.Empty) is var rest && !rest.Contains('$', StringComparison.Ordinal)))
                {
                    broken.Add(item.File, path, "Flux would fill in ${…} here");
                }

                if (item.Kind == "HelmRelease" && text.Contains("{{", StringComparison.Ordinal))
                {
                    broken.Add(item.File, path, "the chart would fill in {{ }} here");
                }
            }

            if (item.At("configMapGenerator") is not null && item.At("generatorOptions.annotations")?[Exempt]?.Text != "disabled")
            {
                broken.Add(item.File, "generatorOptions.annotations", $"must have {Exempt}: disabled");
            }
        }
    }

    // Into one list: nested enumerators would walk the whole depth for each of many thousand texts.
    private static void Suspects(YamlNode node, string path, List<(string, string)> texts)
    {
        switch (node)
        {
            case YamlMap map:
                foreach (var (key, value) in map)
                {
                    Suspects(value, path.Length == 0 ? key : $"{path}.{key}", texts);
                }

                break;
            case YamlList list:
                foreach (var item in list)
                {
                    Suspects(item, path, texts);
                }

                break;
            case YamlScalar scalar when scalar.Value.Contains("${", StringComparison.Ordinal) || scalar.Value.Contains("{{", StringComparison.Ordinal):
                texts.Add((path, scalar.Value));
                break;
        }
    }

    private static bool IsAddress(string path) =>
        path.EndsWith(".hostnames", StringComparison.Ordinal) || (path.Contains(".env.", StringComparison.Ordinal) && path.EndsWith("_URL", StringComparison.Ordinal));

    [GeneratedRegex(@"\$\{[A-Z_][A-Z0-9_]*\}")]
    private static partial Regex Variable();
}
