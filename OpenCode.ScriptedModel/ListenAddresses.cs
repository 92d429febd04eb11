using System.Net;

namespace OpenCode.ScriptedModel;

/// <summary>Where the server listens: <c>http</c> on loopback, nothing else, because it has no authentication.</summary>
internal static class ListenAddresses
{
    public const string Default = "http://127.0.0.1:18080";

    /// <summary>Splits the value of <c>ASPNETCORE_URLS</c>. An empty value equals an unset one: <see cref="Default"/>.</summary>
    /// <exception cref="ListenAddressException">One of the addresses is not allowed; the message names it.</exception>
    public static string[] Parse(string? urls)
    {
        var addresses = (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var address in addresses)
        {
            if (!IsAllowed(address))
            {
                throw ListenAddressException.NotAllowed(address);
            }
        }

        return addresses.Length > 0 ? addresses : [Default];
    }

    // `http://*:80` and `http://+:80` (every interface) are no URIs and end here as well.
    private static bool IsAllowed(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri.Scheme == Uri.UriSchemeHttp
        && uri.PathAndQuery == "/"
        && (IPAddress.TryParse(uri.DnsSafeHost, out var ip)
            ? IPAddress.IsLoopback(ip)
            // Kestrel cannot bind two families of `localhost` to one free port.
            : uri.IsLoopback && uri.Port != 0);
}
