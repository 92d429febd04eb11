using System.Net;

namespace OpenCode.Bridge.Channels.Push;

/// <summary>
/// Where the bridge sends what a page gives it as a push service: to https on a name of the public internet, where browser
/// makers have theirs, and nowhere else. A page that was made to lie must not have the bridge call what only it can reach.
/// </summary>
internal sealed record PushPolicy
{
    private const int Longest = 1024;

    // Loopback, private, shared, link-local, benchmarks, multicast, reserved; of IPv6 also unique local, site-local and NAT64.
    private static readonly IPNetwork[] Inner =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "224.0.0.0/3", "::/127", "64:ff9b::/96", "fc00::/7", "fe80::/9", "ff00::/8",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    /// <summary>
    /// Plain http to this machine, for a push service that a test runs. No setting reaches it: an owner has no use for it.
    /// </summary>
    public bool Loopback { get; init; }

    /// <summary>By its form; <see cref="Allows(IPAddress)"/> says the rest when its name is known.</summary>
    public bool Allows(Uri endpoint) =>
        endpoint is { IsAbsoluteUri: true, UserInfo: "", Fragment: "", AbsoluteUri.Length: <= Longest }
        && (Loopback && endpoint is { Scheme: "http", IsLoopback: true }
            || endpoint is { Scheme: "https", IsDefaultPort: true, HostNameType: UriHostNameType.Dns, IsLoopback: false } && endpoint.IdnHost.Contains('.'));

    public bool Allows(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Loopback || !Inner.Any(network => network.Contains(plain));
    }
}
