using System.Text.RegularExpressions;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>No Secret object, no secret as a plain variable, nothing that looks like a key in a configuration file.</summary>
internal sealed partial class NoSecretIsWritten : IRule
{
    public IEnumerable<Violation> Check(RenderedTree tree)
    {
        foreach (var item in tree.OfKind("Secret"))
        {
            yield return new Violation(((IRule)this).Name, item.File, "kind", "a Secret object holds its values in clear");
        }

        foreach (var release in tree.Releases)
        {
            foreach (var container in release.Containers)
            {
                foreach (var (name, value) in (container.Node["env"]?.Entries ?? []).Where(entry => SecretName().IsMatch(entry.Key) && entry.Value is YamlScalar))
                {
                    yield return release.Broken(this, $"{container.Path}.env.{name}", "must come from a Secret");
                }
            }
        }

        foreach (var file in tree.Files.Where(file => SecretText().IsMatch(file.Text)))
        {
            yield return new Violation(((IRule)this).Name, file.Path, string.Empty, "holds what looks like a key");
        }
    }

    [GeneratedRegex("(PASSWORD|_TOKEN|_SECRET|_KEY|WEBHOOK_URL|AUTH_USERS|AUTH_TOKENS)\\z")]
    private static partial Regex SecretName();

    [GeneratedRegex(@"\b(sk-[A-Za-z0-9_-]{16,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|tk_[a-z0-9]{20,})|-----BEGIN [A-Z ]*PRIVATE KEY")]
    private static partial Regex SecretText();
}
