using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Yaml;
using OpenCode.AppHost.Stack.Cluster;

namespace OpenCode.AppHost.Publishing.Flux.Objects;

/// <summary>
/// Rules for a Cloudflare tunnel. It is nobody's file but the person's, so they stand beside the app to be copied. They
/// end at the gateway: a rule that points at an app's own Service would go around the login and the rate limit.
/// </summary>
internal static class TunnelRule
{
    public const string FileName = "cloudflare-tunnel.yaml";

    /// <summary>The file; null where nothing is reached from outside.</summary>
    public static string? For(App server)
    {
        var cluster = server.Cluster;
        if (cluster.External is ExternalAccess.None)
        {
            return null;
        }

        string[] hosts = [cluster.Host, cluster.BridgeHost, .. server.Instance.NtfyHost.Length > 0 ? [server.Instance.NtfyHost] : Array.Empty<string>()];
        var rules = new YamlMap
        {
            ["ingress"] = new YamlList(hosts.Select(host => new YamlMap
            {
                ["hostname"] = host,
                ["service"] = $"https://{cluster.ExternalGateway.Name}.{cluster.ExternalGateway.Namespace}.svc.cluster.local:443",
                ["originRequest"] = new YamlMap { ["http2Origin"] = true, ["originServerName"] = ServerName(host) },
            })),
        };
        return YamlWriter.Write(rules,
        [
            "Not applied from here. Nothing to do where the tunnel sends *.domain to the external gateway already;",
            "else put these rules into its configuration, before the last one that catches everything.",
        ]);
    }

    // Home-ops gateways answer to that name; where the domain stands as it is, the host's own name is as good.
    private static string ServerName(string host) =>
        host.EndsWith(".${SECRET_DOMAIN}", StringComparison.Ordinal) ? "external.${SECRET_DOMAIN}" : host;
}
