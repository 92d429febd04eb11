using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using OpenCode.Bridge.Settings;

namespace OpenCode.Bridge.Decisions.Tokens;

/// <param name="Nonce">Names the token in the audit and makes it usable once; says nothing about its signature.</param>
internal sealed record DecisionToken(string AlertId, TokenChoice Choice, DateTimeOffset Expires, string Nonce);

/// <summary>
/// Tokens that decide one alert in one way: whoever holds one needs nothing else. Bytes: version, choice, expiry (Unix
/// seconds, 4), nonce (12), alert id, HMAC-SHA256 over all before it (32); base64url without padding.
/// </summary>
internal sealed class DecisionTokens(SigningKey key, BridgeSettings settings, TimeProvider time)
{
    private const byte Version = 1;
    private const int NonceBytes = 12;
    private const int ExpiryAt = 2;
    private const int NonceAt = ExpiryAt + sizeof(uint);
    private const int AlertAt = NonceAt + NonceBytes;
    private const int MacBytes = HMACSHA256.HashSizeInBytes;
    private const int LongestId = 64;

    /// <summary>Characters of the longest token.</summary>
    private const int Longest = ((AlertAt + LongestId + MacBytes) * 4 / 3) + 1;

    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromHours(24);

    public string Issue(string alertId, TokenChoice choice)
    {
        var id = Encoding.UTF8.GetBytes(alertId);
        var bytes = new byte[AlertAt + id.Length + MacBytes];
        bytes[0] = Version;
        bytes[1] = choice.ToByte();
        var expires = time.GetUtcNow() + (settings.Alerts.Expire ?? DefaultLifetime);
        // Rounded up: an ALERT_EXPIRE of less than a second is still some time.
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(ExpiryAt), (uint)expires.AddSeconds(1).ToUnixTimeSeconds());
        RandomNumberGenerator.Fill(bytes.AsSpan(NonceAt, NonceBytes));
        id.CopyTo(bytes.AsSpan(AlertAt));
        HMACSHA256.HashData(key.Bytes, bytes.AsSpan(0, bytes.Length - MacBytes), bytes.AsSpan(bytes.Length - MacBytes));
        return Base64Url.EncodeToString(bytes);
    }

    /// <returns>Null for what this bridge never issued. An expired token is one that it did.</returns>
    public DecisionToken? Read(string token)
    {
        if (Decode(token) is not { } bytes)
        {
            return null;
        }

        var signed = bytes.AsSpan(0, bytes.Length - MacBytes);
        Span<byte> mac = stackalloc byte[MacBytes];
        HMACSHA256.HashData(key.Bytes, signed, mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, bytes.AsSpan(signed.Length)) || signed[0] != Version || TokenChoice.FromByte(signed[1]) is not { } choice)
        {
            return null;
        }

        return new(
            Encoding.UTF8.GetString(signed[AlertAt..]),
            choice,
            DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(signed[ExpiryAt..])),
            Convert.ToHexStringLower(signed.Slice(NonceAt, NonceBytes)));
    }

    public bool IsExpired(DecisionToken token) => token.Expires <= time.GetUtcNow();

    private static byte[]? Decode(string token)
    {
        if (token.Length > Longest)
        {
            return null;
        }

        var bytes = new byte[Longest];
        return Base64Url.DecodeFromChars(token, bytes, out _, out var length) == OperationStatus.Done
            && length > AlertAt + MacBytes
            // Unused bits at the end and white space would make a second spelling of one token.
            && Base64Url.EncodeToString(bytes.AsSpan(0, length)) == token
                ? bytes[..length]
                : null;
    }
}
