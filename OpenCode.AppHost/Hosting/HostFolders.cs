using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Hosting;

/// <summary>The folders and files of this machine that the stack needs before anything starts.</summary>
internal static class HostFolders
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>A file keeps the extension that it has in a container: OpenCode tells JSON and JSONC apart by it.</summary>
    public static string PathOf(RunFolder run, ConfigFile file) =>
        Path.Combine(run.Config, file.Name, Path.GetFileName(file.ContainerPath));

    /// <exception cref="HostFailure">A folder cannot be made or written.</exception>
    public static void Prepare(StackModel model, RunFolder run)
    {
        foreach (var volume in model.Volumes)
        {
            Guard(volume.HostPath, $"set Stack:{Capital(volume.Name)}:Path to a folder that can be written", () =>
            {
                Directory.CreateDirectory(volume.HostPath);
                var probe = Path.Combine(volume.HostPath, $".write-{Guid.NewGuid():N}");
                File.Create(probe, 1, FileOptions.DeleteOnClose).Dispose();
            });
        }

        Guard(run.Root, "the folder beside OpenCode.sln must be writable", () =>
        {
            Forget(run);
            CreatePrivate(run.Session);
            CreatePrivate(run.Config);
            foreach (var file in model.ConfigFiles)
            {
                WritePrivate(PathOf(run, file), file.Content);
            }
        });
    }

    /// <summary>Removes what was of use to one run only, such as what the processes wrote.</summary>
    public static void Forget(RunFolder run)
    {
        try
        {
            Directory.Delete(run.Session, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // DCP removes it, too.
        }
    }

    private static void CreatePrivate(string folder)
    {
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    private static void WritePrivate(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, OwnerOnly);
        }
    }

    private static void Guard(string folder, string remedy, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HostFailure($"The folder {folder} cannot be written ({exception.Message}): {remedy}.");
        }
    }

    private static string Capital(string name) => string.Concat(name[..1].ToUpperInvariant(), name.AsSpan(1));
}
