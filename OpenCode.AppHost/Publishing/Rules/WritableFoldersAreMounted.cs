namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>
/// With a read-only root only mounts are writable. OpenCode crashes without <c>/tmp</c> and without a writable home, which
/// a mount below it would take away; its configuration stands outside, as a whole folder.
/// </summary>
internal sealed class WritableFoldersAreMounted : IRule
{
    private const string Home = "HOME";

    private static readonly string[] s_variables = [Home, "XDG_DATA_HOME", "BRIDGE_DATA"];

    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var release in tree.Releases)
        {
            var mounts = release.Mounts.ToList();
            if (TypeAt("/tmp") != "emptyDir")
            {
                broken.Add(release.Object, "spec.values.persistence", "/tmp must be an emptyDir");
            }

            foreach (var container in release.Containers)
            {
                foreach (var variable in s_variables)
                {
                    var type = variable == Home ? "emptyDir" : "persistentVolumeClaim";
                    if (container.Node["env"]?[variable]?.Text is { } folder && TypeAt(folder) != type)
                    {
                        broken.Add(release.Object, "spec.values.persistence", $"{variable}, {folder}, must be mounted as {type}");
                    }
                }

                if (container.Node["env"]?[Home]?.Text is not { } home)
                {
                    continue;
                }

                foreach (var mount in mounts.Where(mount => mount.Path.StartsWith(home + "/", StringComparison.Ordinal)))
                {
                    broken.Add(release.Object, mount.Volume.Path, $"{mount.Path} is below {home}, which would no longer be writable");
                }

                if (container.Node["env"]?["OPENCODE_CONFIG"]?.Text is { } config
                    && !mounts.Any(mount => config.StartsWith(mount.Path + "/", StringComparison.Ordinal) && mount is { IsPart: false, Volume.Type: "configMap" }))
                {
                    broken.Add(release.Object, "spec.values.persistence", $"the folder of {config} must be mounted as a whole configMap");
                }
            }

            string? TypeAt(string path) => mounts.FirstOrDefault(mount => mount.Path == path)?.Volume.Type;
        }
    }
}
