using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OpenCode.Bridge.Channels.Push;

/// <summary>
/// A message that only the browser can read: aes128gcm (RFC 8188) with keys agreed as in RFC 8291. The push service sees its
/// length and nothing else.
/// </summary>
internal static class PushEncryption
{
    /// <summary>Push services take 4,096 bytes (RFC 8291, section 4): less header, tag and the delimiter.</summary>
    public const int LongestMessage = BodyBytes - HeaderBytes - TagBytes - 1;

    private const int BodyBytes = 4096;
    private const int SaltBytes = 16;
    private const int HeaderBytes = SaltBytes + 4 + 1 + PushSubscription.KeyBytes;
    private const int TagBytes = 16;

    // The last record, which is the only one.
    private const byte Delimiter = 2;

    /// <param name="p256dh">The browser's public key, checked by <see cref="IsKey"/>.</param>
    /// <param name="auth">The secret that the browser shares with the bridge.</param>
    /// <param name="message">At most <see cref="LongestMessage"/> bytes.</param>
    public static byte[] Encrypt(byte[] p256dh, byte[] auth, ReadOnlySpan<byte> message)
    {
        using var once = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return Encrypt(p256dh, auth, message, once, RandomNumberGenerator.GetBytes(SaltBytes));
    }

    /// <param name="once">A key pair for this message alone.</param>
    /// <param name="salt">16 random bytes for this message alone.</param>
    internal static byte[] Encrypt(byte[] p256dh, byte[] auth, ReadOnlySpan<byte> message, ECDiffieHellman once, byte[] salt)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(message.Length, LongestMessage);
        using var browser = ECDiffieHellman.Create(Parameters(p256dh));
        var own = PushKeys.Point(once.ExportParameters(includePrivateParameters: false).Q);
        var shared = once.DeriveRawSecretAgreement(browser.PublicKey);
        var input = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 32, auth, [.. "WebPush: info\0"u8, .. p256dh, .. own]);
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, input, 16, salt, "Content-Encoding: aes128gcm\0"u8.ToArray());
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, input, 12, salt, "Content-Encoding: nonce\0"u8.ToArray());

        var body = new byte[HeaderBytes + message.Length + 1 + TagBytes];
        salt.CopyTo(body, 0);
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(SaltBytes), BodyBytes);
        body[SaltBytes + 4] = PushSubscription.KeyBytes;
        own.CopyTo(body, SaltBytes + 5);
        using var cipher = new AesGcm(key, TagBytes);
        var content = body.AsSpan(HeaderBytes, message.Length + 1);
        cipher.Encrypt(nonce, [.. message, Delimiter], content, body.AsSpan(HeaderBytes + content.Length));
        return body;
    }

    /// <summary>True for a point of the curve; any other would tell an attacker about the bridge's key.</summary>
    public static bool IsKey(byte[] p256dh)
    {
        if (p256dh is not [4, ..] || p256dh.Length != PushSubscription.KeyBytes)
        {
            return false;
        }

        try
        {
            using var key = ECDiffieHellman.Create(Parameters(p256dh));
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static ECParameters Parameters(byte[] p256dh) => new()
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new() { X = p256dh[1..33], Y = p256dh[33..] },
    };
}
