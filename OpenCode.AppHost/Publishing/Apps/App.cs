using OpenCode.AppHost.Publishing.Yaml;
using OpenCode.AppHost.Stack;
using OpenCode.AppHost.Stack.Cluster;

namespace OpenCode.AppHost.Publishing.Apps;

/// <summary>
/// A service of the stack as it runs in a cluster: one container in one pod. Every format renders this; what it is made
/// of is the model of the stack and the settings of one instance.
/// </summary>
internal sealed record App
{
    /// <summary>Of release, workload, Service and route; unique over the cluster.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the service in the model.</summary>
    public required string Service { get; init; }

    /// <summary>In sentences.</summary>
    public required string Title { get; init; }

    public required Instance Instance { get; init; }

    public ClusterSettings Cluster => Instance.Cluster;

    public string Namespace => Instance.Cluster.Namespace;

    public required WorkloadKind Workload { get; init; }

    public required ImageReference Image { get; init; }

    /// <summary>User and group that the container runs as; the files of its volumes belong to that group.</summary>
    public required int UserId { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Null: the image's own.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Variables that are no secret, in the order of writing.</summary>
    public required IReadOnlyList<AppVariable> Environment { get; init; }

    public required AppSecret Secret { get; init; }

    /// <summary>What a request needs to pass the app's own Basic auth; null where it has none.</summary>
    public BasicAuth? BasicAuth { get; init; }

    /// <summary>Where the app listens.</summary>
    public required int Port { get; init; }

    /// <summary>A second listener for Prometheus and probes; null where there is none.</summary>
    public int? MetricsPort { get; init; }

    public required IReadOnlyList<AppRoute> Routes { get; init; }

    public required AppProbes Probes { get; init; }

    public required PodResources Resources { get; init; }

    public required IReadOnlyList<AppVolume> Volumes { get; init; }

    public IReadOnlyList<ConfigFile> ConfigFiles { get; init; } = [];

    /// <summary>The program ignores SIGTERM as process 1, so another process has to be it.</summary>
    public bool SharesProcesses { get; init; }

    /// <summary>Apps of the instance whose port it calls.</summary>
    public IReadOnlyList<AppPort> Calls { get; init; } = [];

    /// <summary>Apps of the instance that call its port.</summary>
    public IReadOnlyList<string> CalledBy { get; init; } = [];

    /// <summary>Ports that it may reach in the internet.</summary>
    public IReadOnlyList<int> InternetPorts { get; init; } = [443];

    /// <summary>Names of apps that must be there before.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    public string ConfigMapName => $"{Name}-config";

    /// <summary>Of the Secret that holds the header for <see cref="BasicAuth"/>.</summary>
    public string UpstreamAuthName => $"{Name}-upstream-auth";

    public IEnumerable<AppVolume.Claim> Claims => Volumes.OfType<AppVolume.Claim>();

    public string ClaimName(AppVolume.Claim claim) => $"{Name}-{claim.Id}";
}

/// <summary>An environment variable that is no secret.</summary>
internal sealed record AppVariable(string Name, string Value);

/// <summary>Where another app listens.</summary>
internal sealed record AppPort(string App, int Port);

/// <summary>What a kubelet asks: Kubernetes' own probe objects.</summary>
/// <param name="Startup">Null where the other two may ask from the start.</param>
internal sealed record AppProbes(YamlMap? Startup, YamlMap Readiness, YamlMap Liveness);

/// <summary>User and password of an app's own Basic auth.</summary>
/// <param name="UserTemplate">Expression of an External Secrets template that gives the user name.</param>
/// <param name="User">The user name where a person makes the Secret.</param>
/// <param name="PasswordVariable">Variable that holds the password.</param>
internal sealed record BasicAuth(string UserTemplate, string User, string PasswordVariable);
