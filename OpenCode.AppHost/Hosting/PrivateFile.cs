namespace OpenCode.AppHost.Hosting;

/// <summary>Files that only their owner may read.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// Puts <paramref name="text"/> at <paramref name="path"/> so that a reader sees the old content or the new, never a
    /// part. The mode is 600 from the first byte on.
    /// </summary>
    public static void Replace(string path, string text)
    {
        var fresh = $"{path}.{Environment.ProcessId}.tmp";
        File.Delete(fresh);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var writer = new StreamWriter(fresh, options))
        {
            writer.Write(text);
        }

        File.Move(fresh, path, overwrite: true);
    }
}
