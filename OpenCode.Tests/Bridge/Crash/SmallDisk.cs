using System.Diagnostics;

namespace OpenCode.Tests.Bridge.Crash;

/// <summary>A disk of a megabyte, which can be filled and made read-only.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Filler => System.IO.Path.Combine(folder.Path, "filler");

    public string Path => folder.Path;

    /// <summary>Skips the test where this user may not mount one.</summary>
    public static SmallDisk MountOrSkip()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "mounting a disk needs root on Linux");
        var disk = new SmallDisk();
        if (!Mount("-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", disk.Path))
        {
            disk.folder.Dispose();
            Assert.Skip("this machine mounts no disk, though for root");
        }

        return disk;
    }

    /// <summary>To the last byte.</summary>
    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var size = 4_096; size > 0;)
        {
            try
            {
                file.Write(new byte[size]);
            }
            catch (IOException)
            {
                size /= 2;
            }
        }
    }

    public void MakeRoom() => File.Delete(Filler);

    public void SetReadOnly(bool value) => Assert.True(Mount("-o", value ? "remount,ro" : "remount,rw", Path));

    public void Dispose()
    {
        Run("umount", "--lazy", Path);
        folder.Dispose();
    }

    private static bool Mount(params string[] arguments) => Run("mount", arguments);

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
