using System.Security.Cryptography;
using System.Text;
using OpenCode.Bridge.Settings;

namespace OpenCode.Bridge.Decisions.Tokens;

/// <summary>The key of decision tokens: given, or made once and kept, so that buttons outlive a restart.</summary>
internal sealed class SigningKey
{
    public const string FileName = "signing.key";

    private const int KeyBytes = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public SigningKey(BridgeSettings settings, ILogger<SigningKey> logger)
    {
        if (settings.SigningKey is { } given)
        {
            Bytes = Encoding.UTF8.GetBytes(given);
            return;
        }

        var path = Path.Combine(settings.DataFolder, FileName);
        try
        {
            Bytes = Read(path) ?? Make(path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Alerts still go out; buttons sent before the next restart die with it.
            TokenLog.KeyNotKept(logger, refused.Message);
            Bytes = RandomNumberGenerator.GetBytes(KeyBytes);
        }
    }

    public byte[] Bytes { get; }

    /// <summary>Another value of this key, for another use than tokens; tells nothing about the key.</summary>
    public string Derive(string use) => Convert.ToHexStringLower(HMACSHA256.HashData(Bytes, Encoding.UTF8.GetBytes(use)))[..20];

    private static byte[]? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, OwnerOnly);
        }

        // A shorter one was cut by a full disk; a new one takes its place.
        var key = File.ReadAllBytes(path);
        return key.Length == KeyBytes ? key : null;
    }

    private static byte[] Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        var unfinished = path + ".new";
        File.Delete(unfinished);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var file = new FileStream(unfinished, options))
        {
            file.Write(key);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true);
        return key;
    }
}
