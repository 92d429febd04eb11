using System.Text.RegularExpressions;

namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>Registry, version and digest: what runs is what was tested, and no <c>latest</c> moves under it.</summary>
internal sealed partial class ImagesArePinned : IRule
{
    public IEnumerable<Violation> Check(RenderedTree tree)
    {
        foreach (var release in tree.Releases)
        {
            foreach (var container in release.Containers)
            {
                var (repository, tag) = (container.Node.At("image.repository")?.Text ?? string.Empty, container.Node.At("image.tag")?.Text ?? string.Empty);
                if (!Repository().IsMatch(repository))
                {
                    yield return release.Broken(this, $"{container.Path}.image.repository", $"'{repository}' does not begin with a registry");
                }

                if (!Pinned().IsMatch(tag))
                {
                    yield return release.Broken(this, $"{container.Path}.image.tag", $"'{tag}' is no version with a digest (1.2.3@sha256:…)");
                }
            }
        }
    }

    [GeneratedRegex(@"^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?/\S+\z")]
    private static partial Regex Repository();

    [GeneratedRegex(@"^v?\d+\.\d+\.\d+([.+-][0-9A-Za-z.-]+)?@sha256:[0-9a-f]{64}\z")]
    private static partial Regex Pinned();
}
