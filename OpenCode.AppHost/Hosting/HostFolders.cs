using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Hosting;

/// <summary>The folders and files of this machine that the stack needs before anything starts.</summary>
internal static class HostFolders
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>A file keeps the extension that it has in a container: OpenCode tells JSON and JSONC apart by it.</summary>
    public static string PathOf(RunFolder run, ConfigFile file) =>
        Path.Combine(run.Config, file.Name, Path.GetFileName(file.ContainerPath));

    /// <summary>Says early what <see cref="Prepare"/> would say of the volumes' folders, and leaves nothing behind.</summary>
    /// <exception cref="HostFailure">A folder cannot be made or written.</exception>
    public static void Check(params IEnumerable<Volume> volumes)
    {
        foreach (var volume in volumes)
        {
            var missing = MissingFolders(volume.HostPath);
            try
            {
                MakeWritable(volume);
            }
            finally
            {
                missing.ForEach(RemoveEmpty);
            }
        }
    }

    /// <exception cref="HostFailure">A folder cannot be made or written.</exception>
    public static void Prepare(StackModel model, RunFolder run)
    {
        foreach (var volume in model.Volumes)
        {
            MakeWritable(volume);
        }

        Guard(run.Root, "the folder beside OpenCode.sln must be writable", () =>
        {
            Forget(run);
            CreatePrivate(run.Session);
            CreatePrivate(run.Config);
            foreach (var file in model.ConfigFiles)
            {
                var path = PathOf(run, file);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                PrivateFile.Replace(path, file.Content);
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

    private static void MakeWritable(Volume volume) =>
        Guard(volume.HostPath, $"set {SettingOf(volume)} to a folder that can be written", () =>
        {
            Directory.CreateDirectory(volume.HostPath);
            var probe = Path.Combine(volume.HostPath, $".write-{Guid.NewGuid():N}");
            File.Create(probe, 1, FileOptions.DeleteOnClose).Dispose();
        });

    private static string SettingOf(Volume volume) => volume.Name switch
    {
        OpenCodeService.Data => "Stack:Data:Path",
        OpenCodeService.Workspaces => "Stack:Workspaces:Path",
        _ => "its path",
    };

    /// <summary>The folder and those above it that do not exist, deepest first.</summary>
    private static List<string> MissingFolders(string folder)
    {
        var missing = new List<string>();
        for (var next = folder; next is not null && !Directory.Exists(next); next = Path.GetDirectoryName(next))
        {
            missing.Add(next);
        }

        return missing;
    }

    private static void RemoveEmpty(string folder)
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It could not be made, or somebody uses it already.
        }
    }

    private static void CreatePrivate(string folder)
    {
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, OwnerOnly);
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
}
