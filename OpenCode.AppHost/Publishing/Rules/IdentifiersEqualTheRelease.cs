namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>What is called like its release keeps that name when the chart gets a second one of its kind.</summary>
internal sealed class IdentifiersEqualTheRelease : IRule
{
    public IEnumerable<Violation> Check(RenderedTree tree)
    {
        foreach (var release in tree.Releases)
        {
            foreach (var (path, parts) in ((string, IReadOnlyList<Part>)[])[("controllers", release.Controllers), ("service", release.Services), ("route", release.Routes)])
            {
                if (parts.All(part => part.Id != release.Name))
                {
                    yield return release.Broken(this, $"spec.values.{path}", $"none is called '{release.Name}'");
                }
            }
        }
    }
}
