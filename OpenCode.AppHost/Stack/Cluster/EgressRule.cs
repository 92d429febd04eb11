using System.Globalization;
using System.Net;

namespace OpenCode.AppHost.Stack.Cluster;

/// <summary>Addresses that pods may reach beside the internet, over TCP.</summary>
/// <param name="Cidr">The network, its host bits zero.</param>
/// <param name="Port">1 to 65535.</param>
public sealed record EgressRule(string Cidr, int Port)
{
    public const string Allowed = "CIDR:port with the network's own address, such as 192.168.1.10/32:8080 or [fd00::5]/128:443";

    /// <returns>Null where <paramref name="text"/> is not of that form.</returns>
    public static EgressRule? Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0
            || !int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port is < 1 or > 65535)
        {
            return null;
        }

        var cidr = text[..colon].Replace("[", null, StringComparison.Ordinal).Replace("]", null, StringComparison.Ordinal);

        // "10.1/16" and "010.0.0.0/8" are read in more than one way: only what reads back the same is taken.
        return cidr.Contains('/', StringComparison.Ordinal) && IPNetwork.TryParse(cidr, out var network) && network.ToString() == cidr
            ? new EgressRule(cidr, port)
            : null;
    }
}
