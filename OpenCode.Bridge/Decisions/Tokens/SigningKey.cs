using System.Security.Cryptography;
using System.Text;
using OpenCode.Bridge.Settings;

namespace OpenCode.Bridge.Decisions.Tokens;

/// <summary>The key of decision tokens: given, or made once and kept, so that buttons outlive a restart.</summary>
internal sealed class SigningKey
{
    public const string FileName = "signing.key";

    private const int KeyBytes = 32;

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
            Bytes = SecretFile.ReadOrMake(path, key => key.Length == KeyBytes, () => RandomNumberGenerator.GetBytes(KeyBytes));
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
}
