using System.Text.Json.Nodes;

namespace OpenCode.AppHost.Stack.Cluster;

/// <summary>The section <c>Stack:Cluster</c>, checked: what one OpenCode environment asks of its cluster.</summary>
public sealed record ClusterSettings
{
    // renovate: datasource=docker depName=ghcr.io/bjw-s-labs/helm/app-template
    public const string DefaultChartVersion = "5.1.0";

    public required string Namespace { get; init; }

    /// <summary>Host name of the server. May hold a variable that Flux fills in, such as <c>${SECRET_DOMAIN}</c>.</summary>
    public required string Host { get; init; }

    /// <summary>Host name of the bridge's inbox.</summary>
    public required string BridgeHost { get; init; }

    /// <summary>Version of the app-template chart.</summary>
    public required string ChartVersion { get; init; }

    public required WorkloadKind Workload { get; init; }

    /// <summary>Name in the IANA database.</summary>
    public required string TimeZone { get; init; }

    public required string StorageClass { get; init; }

    public required Quantity DataSize { get; init; }

    public required Quantity WorkspacesSize { get; init; }

    /// <summary>One volume of both sizes together instead of two.</summary>
    public required bool SingleVolume { get; init; }

    /// <summary>The workspaces on a file server instead of a volume of their own; the database never is.</summary>
    public required NfsShare? WorkspacesNfs { get; init; }

    /// <summary>Of the server's container.</summary>
    public required PodResources Resources { get; init; }

    /// <summary>Labels of the nodes that may run the stack's pods; empty: all.</summary>
    public required IReadOnlyDictionary<string, string> NodeSelector { get; init; }

    /// <summary>A pod's <c>affinity</c> as it is; empty: none.</summary>
    public required JsonObject Affinity { get; init; }

    public required NamespacedName Gateway { get; init; }

    public required NamespacedName ExternalGateway { get; init; }

    /// <summary>Namespace of an ingress controller and its class, for a cluster without a gateway; null: the gateways.</summary>
    public required NamespacedName? Ingress { get; init; }

    public required ExternalAccess External { get; init; }

    public required SecretSource Secrets { get; init; }

    /// <summary>Name of a ClusterSecretStore.</summary>
    public required string SecretStore { get; init; }

    /// <summary>The item of that store which holds the instance's secrets.</summary>
    public required string SecretItem { get; init; }

    public required BackupKind Backup { get; init; }

    public required bool Monitoring { get; init; }

    public required bool NetworkPolicies { get; init; }

    /// <summary>What the pods may reach besides name resolution and the internet.</summary>
    public required IReadOnlyList<EgressRule> Egress { get; init; }

    public static ClusterSettings Default { get; } = new()
    {
        Namespace = "default",
        Host = "oc.${SECRET_DOMAIN}",
        BridgeHost = "oc-inbox.${SECRET_DOMAIN}",
        ChartVersion = DefaultChartVersion,
        Workload = WorkloadKind.Statefulset,
        TimeZone = "America/New_York",
        StorageClass = "longhorn",
        DataSize = Quantity.Parse("5Gi")!,
        WorkspacesSize = Quantity.Parse("50Gi")!,
        SingleVolume = false,
        WorkspacesNfs = null,
        Resources = PodResources.Default,
        NodeSelector = new Dictionary<string, string>(),
        Affinity = [],
        Gateway = new NamespacedName("network", "envoy-internal"),
        ExternalGateway = new NamespacedName("network", "envoy-external"),
        Ingress = null,
        External = ExternalAccess.None,
        Secrets = SecretSource.Onepassword,
        SecretStore = "onepassword-store",
        SecretItem = "opencode",
        Backup = BackupKind.Longhorn,
        Monitoring = true,
        NetworkPolicies = true,
        Egress = [],
    };
}
