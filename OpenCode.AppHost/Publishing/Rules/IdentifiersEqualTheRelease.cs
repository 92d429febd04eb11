namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>What is called like its release keeps that name when the chart gets a second one of its kind.</summary>
internal sealed class IdentifiersEqualTheRelease : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var release in tree.Releases)
        {
            Check(release, "controllers", release.Controllers, broken);
            Check(release, "service", release.Services, broken);
            Check(release, "route", release.Routes, broken);
        }
    }

    private static void Check(Release release, string path, IReadOnlyList<Part> parts, Violations broken)
    {
        if (parts.All(part => part.Id != release.Name))
        {
            broken.Add(release.Object, $"spec.values.{path}", $"none is called '{release.Name}'");
        }
    }
}
