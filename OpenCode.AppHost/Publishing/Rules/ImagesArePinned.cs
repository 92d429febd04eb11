using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>Registry, version and digest: what runs is what was tested, and no <c>latest</c> moves under it.</summary>
internal sealed class ImagesArePinned : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var release in tree.Releases)
        {
            foreach (var container in release.Containers)
            {
                var (repository, tag) = (container.Node.At("image.repository")?.Text ?? string.Empty, container.Node.At("image.tag")?.Text ?? string.Empty);
                if (!ImageForms.HasRegistry(repository))
                {
                    broken.Add(release.Object, $"{container.Path}.image.repository", $"'{repository}' does not begin with a registry");
                }

                if (!ImageForms.IsPinned(tag))
                {
                    broken.Add(release.Object, $"{container.Path}.image.tag", $"'{tag}' is no version with a digest (1.2.3@sha256:…)");
                }
            }
        }
    }
}
