using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>No Secret object, no secret as a plain variable, nothing that looks like a key in a configuration file.</summary>
internal sealed class NoSecretIsWritten : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var item in tree.OfKind("Secret"))
        {
            broken.Add(item.File, "kind", "a Secret object holds its values in clear");
        }

        foreach (var release in tree.Releases)
        {
            foreach (var container in release.Containers)
            {
                foreach (var (name, value) in (container.Node["env"]?.Entries ?? []).Where(entry => SecretForms.IsVariable(entry.Key) && entry.Value is YamlScalar))
                {
                    broken.Add(release.Object, $"{container.Path}.env.{name}", "must come from a Secret");
                }
            }
        }

        foreach (var file in tree.Files.Where(file => SecretForms.StandsIn(file.Text)))
        {
            broken.Add(file.Path, string.Empty, "holds what looks like a key");
        }
    }
}
