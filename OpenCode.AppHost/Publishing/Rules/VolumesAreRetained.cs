namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>A volume outlives its release, and keeps its name when the release gets another one.</summary>
internal sealed class VolumesAreRetained : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var release in tree.Releases)
        {
            foreach (var volume in release.Persistence.Where(volume => volume.Type == "persistentVolumeClaim"))
            {
                if (volume.Node["retain"]?.Text != "true")
                {
                    broken.Add(release.Object, $"{volume.Path}.retain", "must be true");
                }

                if (volume.Node["suffix"]?.Text != volume.Id)
                {
                    broken.Add(release.Object, $"{volume.Path}.suffix", $"must be {volume.Id}");
                }
            }
        }
    }
}
