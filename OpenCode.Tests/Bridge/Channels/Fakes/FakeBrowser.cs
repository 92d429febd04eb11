using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OpenCode.Tests.Bridge.Channels.Fakes;

/// <summary>
/// A browser as far as a push service's user has one: it makes a subscription's keys and reads what was encrypted for them.
/// Written from RFC 8188 and RFC 8291, apart from the bridge's side.
/// </summary>
internal sealed class FakeBrowser(string endpoint) : IDisposable
{
    private readonly ECDiffieHellman key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    public string Endpoint => endpoint;

    public byte[] Auth { get; } = RandomNumberGenerator.GetBytes(16);

    public byte[] P256dh
    {
        get
        {
            var point = key.ExportParameters(false).Q;
            return [4, .. point.X!, .. point.Y!];
        }
    }

    /// <summary>As <c>PushSubscription.toJSON()</c> gives it.</summary>
    public string Json(string label = "Firefox on Android") =>
        $$"""{"endpoint":"{{endpoint}}","expirationTime":null,"keys":{"p256dh":"{{Base64Url.EncodeToString(P256dh)}}","auth":"{{Base64Url.EncodeToString(Auth)}}"},"label":"{{label}}"}""";

    /// <exception cref="CryptographicException">It was not meant for this browser, or was changed.</exception>
    public byte[] Decrypt(byte[] body)
    {
        var salt = body[..16];
        var size = BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(16));
        var sender = body[21..(21 + body[20])];
        var record = body[(21 + body[20])..];
        Assert.True(record.Length <= size);
        using var other = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = sender[1..33], Y = sender[33..] } });
        var keyPrk = HMACSHA256.HashData(Auth, key.DeriveRawSecretAgreement(other.PublicKey));
        byte[] info = [.. Encoding.ASCII.GetBytes("WebPush: info"), 0, .. P256dh, .. sender, 1];
        var prk = HMACSHA256.HashData(salt, HMACSHA256.HashData(keyPrk, info));
        var contentKey = HMACSHA256.HashData(prk, (byte[])[.. Encoding.ASCII.GetBytes("Content-Encoding: aes128gcm"), 0, 1])[..16];
        var nonce = HMACSHA256.HashData(prk, (byte[])[.. Encoding.ASCII.GetBytes("Content-Encoding: nonce"), 0, 1])[..12];
        var plain = new byte[record.Length - 16];
        using var cipher = new AesGcm(contentKey, 16);
        cipher.Decrypt(nonce, record.AsSpan(0, plain.Length), record.AsSpan(plain.Length), plain);
        var end = Array.FindLastIndex(plain, one => one != 0);
        Assert.Equal(2, plain[end]);
        return plain[..end];
    }

    public void Dispose() => key.Dispose();
}
