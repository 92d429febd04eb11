using System.Security.Cryptography;
using System.Text;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpenCode.Bridge.Settings;

namespace OpenCode.Bridge.Channels.Push;

/// <summary>
/// The bridge's own key pair, by which push services know that messages come from whom the browser subscribed to (VAPID,
/// RFC 8292). Made when first needed and kept: with another pair every subscription is void.
/// </summary>
internal sealed class PushKeys(BridgeSettings settings, TimeProvider time, ILogger<PushKeys> logger)
{
    public const string FileName = "push.key";

    private const string Header = """{"typ":"JWT","alg":"ES256"}""";

    // RFC 8292: no more than 24 hours.
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly Lazy<ECParameters> pair = new(() => Load(settings, logger));

    /// <summary>For the page's <c>applicationServerKey</c>: an uncompressed point of P-256, in base64url.</summary>
    public string PublicKey => Base64Url.EncodeToString(Point(pair.Value.Q));

    /// <summary>The <c>Authorization</c> header for a push service; says nothing about the message.</summary>
    public string Authorize(Uri endpoint)
    {
        var claims = new VapidClaims(
            endpoint.GetLeftPart(UriPartial.Authority),
            (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds(),
            // Whom the service may turn to. Apple's refuses tokens without it, or with an address of one's own network.
            settings.PublicUrl is { Scheme: "https" } url ? url.GetLeftPart(UriPartial.Authority) : null);
        var signed = $"{Encode(Encoding.UTF8.GetBytes(Header))}.{Encode(JsonSerializer.SerializeToUtf8Bytes(claims, VapidJson.Default.VapidClaims))}";
        using var key = ECDsa.Create(pair.Value);
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"vapid t={signed}.{Encode(signature)}, k={PublicKey}";
    }

    public static byte[] Point(ECPoint point) => [4, .. point.X!, .. point.Y!];

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private static ECParameters Load(BridgeSettings settings, ILogger logger)
    {
        try
        {
            return Read(SecretFile.ReadOrMake(Path.Combine(settings.DataFolder, FileName), IsWhole, Make));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Browsers that subscribe now must do so again after a restart.
            PushLog.KeyNotKept(logger, refused.Message);
            return Read(Make());
        }
    }

    private static byte[] Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }

    private static bool IsWhole(byte[] file)
    {
        try
        {
            return Read(file).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static ECParameters Read(byte[] file)
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(file, out _);
        return key.ExportParameters(includePrivateParameters: true);
    }
}

/// <param name="Aud">Origin of the push service.</param>
/// <param name="Exp">Unix seconds.</param>
internal sealed record VapidClaims(string Aud, long Exp, string? Sub);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VapidClaims))]
internal sealed partial class VapidJson : JsonSerializerContext;
