namespace OpenCode.Bridge;

/// <summary>A secret that is made once and kept, for its owner alone.</summary>
internal static class SecretFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>What the file holds, or a new secret where it holds none that is whole: a full disk cuts files.</summary>
    /// <param name="path">Its folder is made.</param>
    /// <param name="isWhole">Whether this is a secret.</param>
    /// <param name="make">Makes one.</param>
    /// <exception cref="IOException">It can be neither read nor kept; <see cref="UnauthorizedAccessException"/> likewise.</exception>
    public static byte[] ReadOrMake(string path, Func<byte[], bool> isWhole, Func<byte[]> make) => Read(path, isWhole) ?? Keep(path, make());

    private static byte[]? Read(string path, Func<byte[], bool> isWhole)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, OwnerOnly);
        }

        var secret = File.ReadAllBytes(path);
        return isWhole(secret) ? secret : null;
    }

    private static byte[] Keep(string path, byte[] secret)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var unfinished = path + ".new";
        File.Delete(unfinished);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var file = new FileStream(unfinished, options))
        {
            file.Write(secret);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true);
        return secret;
    }
}
