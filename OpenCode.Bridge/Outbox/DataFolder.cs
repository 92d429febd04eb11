using OpenCode.Bridge.Settings;

namespace OpenCode.Bridge.Outbox;

/// <summary>
/// The bridge's folder, held for as long as the process lives: two bridges on one folder would send everything twice. The
/// system lets go of it with the process, however that ends.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private const string LockName = "bridge.lock";

    private FileStream? held;

    /// <exception cref="SettingsException">The folder cannot be made, or another bridge holds it.</exception>
    public DataFolder(BridgeSettings settings)
    {
        Path = System.IO.Path.GetFullPath(settings.DataFolder);
        var named = $"BRIDGE_DATA={Variables.OneLine(settings.DataFolder)}";
        try
        {
            Create(Path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SettingsException($"{named} cannot be made: {Variables.OneLine(refused.Message)}; allowed is a folder that the bridge may write");
        }

        try
        {
            Hold();
        }
        catch (IOException taken) when (IsTaken(taken))
        {
            throw new SettingsException($"{named} is in use by another bridge; allowed is a folder of its own for each");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Perhaps only for now: the outbox says so and tries again.
        }
    }

    public string Path { get; }

    public string In(string file) => System.IO.Path.Combine(Path, file);

    /// <summary>Takes the folder, unless it is taken already.</summary>
    /// <exception cref="IOException">Another bridge holds it, or it cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be written.</exception>
    public void Hold() => held ??= new FileStream(In(LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    public void Dispose() => held?.Dispose();

    private static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            // Commands and questions are nobody else's business.
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>EWOULDBLOCK on Linux and macOS, a sharing violation on Windows.</summary>
    private static bool IsTaken(IOException failure) => failure.HResult is 11 or 35 or unchecked((int)0x80070020);
}
