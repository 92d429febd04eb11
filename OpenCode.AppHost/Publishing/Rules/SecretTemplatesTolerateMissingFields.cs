using System.Text.RegularExpressions;

namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>
/// A template that names a missing field fails as a whole, <c>{{ .field | default "" }}</c> too: what may be missing is
/// asked for with <c>index</c>. Nothing in a template is a literal.
/// </summary>
internal sealed partial class SecretTemplatesTolerateMissingFields : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var secret in tree.OfKind("ExternalSecret"))
        {
            foreach (var (key, template) in secret.At("spec.target.template.data")?.Entries ?? [])
            {
                var text = template.Text ?? string.Empty;
                if (!text.Contains("{{", StringComparison.Ordinal))
                {
                    broken.Add(secret.File, $"spec.target.template.data.{key}", "is no template: its value would stand in the repository");
                }
                else if (DefaultOfField().IsMatch(text))
                {
                    broken.Add(secret.File, $"spec.target.template.data.{key}", "a field with a default must be asked for with index");
                }
            }
        }
    }

    [GeneratedRegex(@"\{\{[^}]*?(^|[\s(])\.\w+\s*\|\s*default")]
    private static partial Regex DefaultOfField();
}
