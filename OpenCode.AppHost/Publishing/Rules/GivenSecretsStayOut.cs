namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>
/// No value of a secret that this machine knows is in any file. The publisher never asks for one; but one may stand in a
/// setting where nobody looked for it.
/// </summary>
/// <param name="values">Variable and value of every secret that was given.</param>
internal sealed class GivenSecretsStayOut(IReadOnlyDictionary<string, string> values) : IRule
{
    // A word that short stands in names and addresses, and guards nothing.
    private const int Shortest = 10;

    public IEnumerable<Violation> Check(RenderedTree tree) =>
        from secret in values
        where secret.Value.Length >= Shortest
        from file in tree.Files
        where file.Text.Contains(secret.Value, StringComparison.Ordinal)
        select new Violation(((IRule)this).Name, file.Path, string.Empty, $"holds the value of {secret.Key}");
}
