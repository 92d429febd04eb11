using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>Registry, version and digest: what runs is what was tested, and no <c>latest</c> moves under it.</summary>
internal sealed class ImagesArePinned : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var pod in tree.Pods)
        {
            foreach (var container in pod.Containers)
            {
                var digest = container.Image.LastIndexOf('@');
                var tag = container.Image.LastIndexOf(':', Math.Max(digest, 0));
                if (tag < 0 || !ImageForms.HasRegistry(container.Image[..tag]) || !ImageForms.IsPinned(container.Image[(tag + 1)..]))
                {
                    broken.Add(pod.Object, $"{container.Path}.image", $"'{container.Image}' is no registry/name:1.2.3@sha256:…");
                }
            }
        }
    }
}
