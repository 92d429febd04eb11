using OpenCode.AppHost.Publishing.Rules;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Kustomize;

/// <summary>No <c>${…}</c>: <c>kubectl</c> fills in nothing.</summary>
internal sealed class NothingIsLeftToFillIn : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var item in tree.Objects)
        {
            foreach (var (path, value) in Texts(item.Content, string.Empty).Where(text => text.Value.Contains("${", StringComparison.Ordinal)))
            {
                broken.Add(item, path, $"'{value}' has a variable that nobody fills in");
            }
        }
    }

    private static IEnumerable<(string Path, string Value)> Texts(YamlNode node, string path) => node switch
    {
        YamlMap map => map.SelectMany(entry => Texts(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}")),
        YamlList list => list.SelectMany((item, index) => Texts(item, $"{path}[{index}]")),
        _ => [(path, node.Text ?? string.Empty)],
    };
}
