namespace OpenCode.AppHost.Publishing.Rules;

/// <summary><c>globalMounts</c> would mount a volume for one node at a time into every container of every controller.</summary>
internal sealed class MountsNameTheirContainer : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var release in tree.Releases)
        {
            foreach (var volume in release.Persistence)
            {
                if (volume.Node["globalMounts"] is not null || volume.Node["advancedMounts"] is null)
                {
                    broken.Add(release.Object, volume.Path, "must be mounted by advancedMounts, and by nothing else");
                }

                foreach (var (controller, containers) in volume.Node["advancedMounts"]?.Entries ?? [])
                {
                    foreach (var container in containers.Entries.Where(container => release.Object.At($"spec.values.controllers.{controller}.containers.{container.Key}") is null))
                    {
                        broken.Add(release.Object, $"{volume.Path}.advancedMounts.{controller}.{container.Key}", "is no container of this release");
                    }
                }
            }
        }
    }
}
