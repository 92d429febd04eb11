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

    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var (variable, value) in values)
        {
            foreach (var file in tree.Files)
            {
                if (value.Length >= Shortest && file.Text.Contains(value, StringComparison.Ordinal))
                {
                    broken.Add(file.Path, string.Empty, $"holds the value of {variable}");
                }
            }
        }
    }
}
