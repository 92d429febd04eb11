namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>A volume outlives its release, and keeps its name when the release gets another one.</summary>
internal sealed class VolumesAreRetained : IRule
{
    public IEnumerable<Violation> Check(RenderedTree tree)
    {
        foreach (var release in tree.Releases)
        {
            foreach (var volume in release.Persistence.Where(volume => volume.Type == "persistentVolumeClaim"))
            {
                if (volume.Node["retain"]?.Text != "true")
                {
                    yield return release.Broken(this, $"{volume.Path}.retain", "must be true");
                }

                if (volume.Node["suffix"]?.Text != volume.Id)
                {
                    yield return release.Broken(this, $"{volume.Path}.suffix", $"must be {volume.Id}");
                }
            }
        }
    }
}
