namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>
/// With a read-only root only mounts are writable. OpenCode crashes without <c>/tmp</c> and without a writable home, which
/// a mount below it would take away; its configuration stands outside, as a whole folder.
/// </summary>
internal sealed class WritableFoldersAreMounted : IRule
{
    private const string Home = "HOME";
    private const string Scratch = "emptyDir";

    private static readonly string[] s_variables = [Home, "XDG_DATA_HOME", "BRIDGE_DATA"];

    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var pod in tree.Pods)
        {
            if (TypeAt(pod, "/tmp") != Scratch)
            {
                broken.Add(pod.Object, pod.MountsPath, "/tmp must be an emptyDir");
            }

            foreach (var mount in pod.Mounts)
            {
                if (mount.Type is null)
                {
                    broken.Add(pod.Object, mount.VolumePath, $"is mounted at {mount.Path}, and there is no such volume");
                }
            }

            foreach (var container in pod.Containers)
            {
                Check(pod, container, broken);
            }
        }
    }

    private static void Check(RenderedPod pod, RenderedContainer container, Violations broken)
    {
        foreach (var variable in s_variables)
        {
            var type = variable == Home ? Scratch : "persistentVolumeClaim";
            if (container.Text(variable) is { } folder && TypeAt(pod, folder) != type)
            {
                broken.Add(pod.Object, pod.MountsPath, $"{variable}, {folder}, must be mounted as {type}");
            }
        }

        if (container.Text(Home) is not { } home)
        {
            return;
        }

        foreach (var mount in pod.Mounts)
        {
            if (mount.Path.StartsWith(home + "/", StringComparison.Ordinal))
            {
                broken.Add(pod.Object, mount.VolumePath, $"{mount.Path} is below {home}, which would no longer be writable");
            }
        }

        if (container.Text("OPENCODE_CONFIG") is { } config
            && !pod.Mounts.Any(mount => config.StartsWith(mount.Path + "/", StringComparison.Ordinal) && mount is { IsPart: false, Type: "configMap" }))
        {
            broken.Add(pod.Object, pod.MountsPath, $"the folder of {config} must be mounted as a whole configMap");
        }
    }

    private static string? TypeAt(RenderedPod pod, string path) => pod.Mounts.FirstOrDefault(mount => mount.Path == path)?.Type;
}
