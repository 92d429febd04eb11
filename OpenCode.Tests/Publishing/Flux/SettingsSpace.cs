namespace OpenCode.Tests.Publishing.Flux;

/// <summary>Every setting of the cluster with values that behave differently, and their pairwise combinations.</summary>
internal static class SettingsSpace
{
    public const string GivenSecret = "given-in-the-settings-0123456789";

    private static readonly (string Key, string?[] Values)[] s_parameters =
    [
        ("Stack:Cluster:External", ["none", "authentik", "authentik-route", "public"]),
        ("Stack:Cluster:ChartVersion", ["5.1.0", "4.6.2", "4.6.0", "5.0.1"]),
        ("Stack:Cluster:Backup", ["longhorn", "volsync", "none"]),
        ("#instances", ["one", "two", "two namespaces"]),
        ("Stack:Cluster:WorkspacesNfs", [null, "nas.lan:/volume1/work spaces"]),
        ("Stack:Cluster:SingleVolume", ["false", "true"]),
        ("Stack:Cluster:NetworkPolicies", ["true", "false"]),
        ("Stack:Cluster:Monitoring", ["true", "false"]),
        ("Stack:Cluster:Secrets", ["onepassword", "kubernetes"]),
        ("Stack:Cluster:Workload", ["statefulset", "deployment"]),
        ("Stack:Cluster:Namespace", ["default", "ai"]),
        ("Stack:Cluster:Host", ["oc.${SECRET_DOMAIN}", "code.example.org"]),
        ("Stack:Cluster:BridgeHost", ["oc-inbox.${SECRET_DOMAIN}", "inbox.example.org"]),
        ("Stack:Cluster:TimeZone", ["America/New_York", "Europe/Berlin"]),
        ("Stack:Cluster:StorageClass", ["longhorn", "ceph-block"]),
        ("Stack:Cluster:DataSize", ["5Gi", "1500M"]),
        ("Stack:Cluster:WorkspacesSize", ["50Gi", "1.5Ti"]),
        ("Stack:Cluster:Resources:Limits:memory", [null, "8Gi"]),
        ("Stack:Cluster:Resources:Requests:cpu", [null, "1.5"]),
        ("Stack:Cluster:NodeSelector:disk", [null, "true"]),
        ("Stack:Cluster:Affinity", [null, """{"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":10,"preference":{"matchExpressions":[{"key":"gpu","operator":"In","values":["true"]}]}}]}}"""]),
        ("Stack:Cluster:Gateway", ["network/envoy-internal", "gateways/inside"]),
        ("Stack:Cluster:ExternalGateway", ["network/envoy-external", "gateways/outside"]),
        ("Stack:Cluster:SecretStore", ["onepassword-store", "vault"]),
        ("Stack:Cluster:SecretItem", ["opencode", "Remote home"]),
        ("Stack:Cluster:Egress", [null, "192.168.1.10/32:8080,[fd00::5]/128:4317"]),
        ("Stack:Ntfy:SelfHosted", ["false", "true"]),
        ("Stack:OpenCode:Model", ["anthropic/claude-sonnet-4-20250514", "local/qwen"]),
        ("Stack:OpenCode:Providers:github", [null, "GITHUB_TOKEN"]),
        ("Stack:OpenCode:Config", [null, """{"mcp":{"x":{"type":"remote","url":"https://mcp.example.org","headers":{"Authorization":"Bearer {env:OPENAI_API_KEY}"}}}}"""]),
        ("Stack:Bridge:Environment:QUIET_HOURS", [null, "22:00-07:00"]),
        ("Stack:Bridge:Environment:BRIDGE_USERNAME", [null, "owner"]),
        ("#digest", [null, "sha256:1111111111111111111111111111111111111111111111111111111111111111"]),

        // Given as every user gives them; they must appear nowhere.
        ("Parameters:opencode-password", [GivenSecret, null]),
    ];

    public static IReadOnlyList<IReadOnlyList<(string Key, string? Value)>> Combinations { get; } =
        [.. Pairwise.Combinations([.. s_parameters.Select(parameter => parameter.Values.Length)]).Select(Settings)];

    /// <summary>Why a combination must be refused; null where it must be published.</summary>
    public static string? Refusal(IReadOnlyList<(string Key, string? Value)> settings)
    {
        string? Of(string key) => settings.FirstOrDefault(pair => pair.Key == key).Value;
        return Of("Stack:Cluster:SingleVolume") == "true" && Of("Stack:Cluster:WorkspacesNfs") is not null ? "SingleVolume"
            : Of("Stack:Cluster:NetworkPolicies") == "false" && Of("Stack:Instances:1:Name") is not null ? "NetworkPolicies"
            : null;
    }

    private static (string, string?)[] Settings(int[] combination) =>
    [
        .. s_parameters.Zip(combination, (parameter, value) => (parameter.Key, parameter.Values[value]))
            .SelectMany(pair => pair.Key switch { "#instances" => Instances(pair.Item2!), "#digest" => Digest(pair.Item2), _ => [pair] })
            .Where(pair => pair.Item2 is not null),
    ];

    // A digest is one of somebody's own image.
    private static (string, string?)[] Digest(string? digest) =>
        digest is null ? [] : [("Stack:Bridge:Image", "ghcr.io/somebody/opencode-bridge"), ("Stack:Bridge:ImageDigest", digest)];

    private static (string, string?)[] Instances(string which) => which switch
    {
        "two" => [("Stack:Instances:0:Name", "alice"), ("Stack:Instances:1:Name", "bob")],
        "two namespaces" => [("Stack:Instances:0:Name", "opencode"), ("Stack:Instances:1:Name", "bob"), ("Stack:Instances:1:Namespace", "bob")],
        _ => [],
    };
}
