using System.Security.Cryptography;
using System.Text;

namespace OpenCode.Bridge.Channels.Push;

/// <summary>One browser that wants to be told, as the Push API gives it to the page.</summary>
/// <param name="Endpoint">At the browser maker's push service. Whoever has it can have messages delivered there: a secret.</param>
/// <param name="P256dh">The browser's public key: an uncompressed point of P-256, 65 bytes.</param>
/// <param name="Auth">16 bytes that the browser and the bridge share.</param>
/// <param name="Label">What the page calls the browser, for a person.</param>
internal sealed record PushSubscription(Uri Endpoint, byte[] P256dh, byte[] Auth, string Label, DateTimeOffset CreatedAt)
{
    public const int KeyBytes = 65;
    public const int AuthBytes = 16;

    /// <summary>Depends on the endpoint alone, as the browser writes it, and does not tell it.</summary>
    public string Id { get; } = IdOf(Endpoint.OriginalString);

    /// <summary>20 lower-case hex digits.</summary>
    public static string IdOf(string endpoint) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(endpoint)).AsSpan(0, 10));

    public override string ToString() => Id;
}

/// <summary>The browsers that want to be told; kept over restarts.</summary>
internal interface IPushSubscriptions
{
    /// <summary>There is one more, or one less.</summary>
    event Action? Changed;

    /// <summary>True when there are any. Asks no file.</summary>
    bool Any { get; }

    IReadOnlyList<PushSubscription> List();

    /// <summary>Adds a browser, or takes its new keys.</summary>
    /// <returns>False when there are too many.</returns>
    bool Add(PushSubscription subscription);

    /// <returns>False when there is none such.</returns>
    bool Remove(string id);
}
