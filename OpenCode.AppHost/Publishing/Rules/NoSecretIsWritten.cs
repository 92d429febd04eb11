using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>No Secret object, no secret as a plain variable, nothing that looks like a key in a configuration file.</summary>
internal sealed class NoSecretIsWritten : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var item in tree.OfKind("Secret"))
        {
            broken.Add(item, "kind", "a Secret object holds its values in clear");
        }

        foreach (var pod in tree.Pods)
        {
            foreach (var container in pod.Containers)
            {
                foreach (var (name, value) in container.Variables)
                {
                    if (value is YamlScalar && SecretForms.IsVariable(name))
                    {
                        broken.Add(pod.Object, $"{container.Path}.env.{name}", "must come from a Secret");
                    }
                }
            }
        }

        foreach (var file in tree.Files)
        {
            if (SecretForms.StandsIn(file.Text))
            {
                broken.Add(file.Path, string.Empty, "holds what looks like a key");
            }
        }
    }
}
