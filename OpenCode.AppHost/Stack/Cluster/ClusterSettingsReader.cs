using System.Text.Json.Nodes;
using OpenCode.AppHost.Stack.Settings;
using static OpenCode.AppHost.Stack.Cluster.ClusterForms;

namespace OpenCode.AppHost.Stack.Cluster;

/// <summary>Reads the keys of <c>Stack:Cluster</c>, there or at one of <c>Stack:Instances</c>.</summary>
internal static class ClusterSettingsReader
{
    private static readonly string[] s_affinities = ["nodeAffinity", "podAffinity", "podAntiAffinity"];

    // Those that the tree's values were rendered with; see the tests against the charts' schemas.
    private static readonly string[] s_charts = ["4.6.0", "4.6.2", "5.0.1", "5.1.0"];
    private static readonly string s_allowedChart = "one of " + string.Join(", ", s_charts);

    /// <param name="section">Where the keys stand below <c>Stack</c>, such as <c>Cluster</c> or <c>Instances:0</c>.</param>
    /// <param name="fallback">What holds where nothing is set.</param>
    public static ClusterSettings Read(SettingsReader reader, string section, ClusterSettings fallback)
    {
        string Key(string name) => $"{section}:{name}";
        var settings = new ClusterSettings
        {
            Namespace = reader.Text(Key("Namespace"), fallback.Namespace, IsLabel, AllowedLabel),
            Host = reader.Text(Key("Host"), fallback.Host, IsHost, AllowedHost),
            BridgeHost = reader.Text(Key("BridgeHost"), fallback.BridgeHost, IsHost, AllowedHost),
            ChartVersion = reader.Text(Key("ChartVersion"), fallback.ChartVersion, s_charts.Contains, s_allowedChart),
            Workload = reader.Choice(Key("Workload"), fallback.Workload),
            TimeZone = reader.Text(Key("TimeZone"), fallback.TimeZone, IsTimeZone, AllowedTimeZone),
            StorageClass = reader.Text(Key("StorageClass"), fallback.StorageClass, IsSubdomain, AllowedSubdomain),
            DataSize = reader.Parsed(Key("DataSize"), fallback.DataSize, Quantity.ParseSize, Quantity.AllowedSize),
            WorkspacesSize = reader.Parsed(Key("WorkspacesSize"), fallback.WorkspacesSize, Quantity.ParseSize, Quantity.AllowedSize),
            SingleVolume = reader.Flag(Key("SingleVolume"), fallback.SingleVolume),
            WorkspacesNfs = reader.ParsedOrNone(Key("WorkspacesNfs"), fallback.WorkspacesNfs, NfsShare.Parse, NfsShare.Allowed),
            Resources = new PodResources(
                Amounts(reader, Key("Resources:Requests"), fallback.Resources.Requests),
                Amounts(reader, Key("Resources:Limits"), fallback.Resources.Limits)),
            NodeSelector = reader.Map(Key("NodeSelector"), LabelProblem, showValues: true) is { Count: > 0 } labels ? labels : fallback.NodeSelector,
            Affinity = Affinity(reader, Key("Affinity"), fallback.Affinity),
            Gateway = reader.Parsed(Key("Gateway"), fallback.Gateway, NamespacedName.Parse, NamespacedName.Allowed),
            ExternalGateway = reader.Parsed(Key("ExternalGateway"), fallback.ExternalGateway, NamespacedName.Parse, NamespacedName.Allowed),
            Ingress = reader.ParsedOrNone(Key("Ingress"), fallback.Ingress, NamespacedName.Parse, NamespacedName.AllowedIngress),
            External = reader.Choice(Key("External"), fallback.External),
            Secrets = reader.Choice(Key("Secrets"), fallback.Secrets),
            SecretStore = reader.Text(Key("SecretStore"), fallback.SecretStore, IsSubdomain, AllowedSubdomain),
            SecretItem = reader.Text(Key("SecretItem"), fallback.SecretItem, IsItem, AllowedItem),
            Backup = reader.Choice(Key("Backup"), fallback.Backup),
            Monitoring = reader.Flag(Key("Monitoring"), fallback.Monitoring),
            NetworkPolicies = reader.Flag(Key("NetworkPolicies"), fallback.NetworkPolicies),
            Egress = reader.List(Key("Egress"), fallback.Egress, EgressRule.Parse, EgressRule.Allowed),
        };
        RejectContradictions(reader, Key, settings);
        return settings;
    }

    private static void RejectContradictions(SettingsReader reader, Func<string, string> key, ClusterSettings settings)
    {
        if (settings is { SingleVolume: true, WorkspacesNfs: not null })
        {
            reader.Reject(key("SingleVolume"), "true", "possible with WorkspacesNfs: the one volume would hold the database, which never stands on NFS");
        }

        if (settings.Host == settings.BridgeHost)
        {
            reader.Reject(key("BridgeHost"), settings.BridgeHost, "another host than Host: the web UI needs its own");
        }

        if (settings.External is not ExternalAccess.None && settings.Gateway == settings.ExternalGateway)
        {
            reader.Reject(key("ExternalGateway"), settings.ExternalGateway.ToString(), "another gateway than Gateway: inside, the same route would stand behind the outside's login");
        }

        if (settings is { Ingress: { } ingress, External: not ExternalAccess.None })
        {
            reader.Reject(key("Ingress"), ingress.ToString(), "possible with External: logins and rate limits are the gateway's; with an ingress controller they are up to it");
        }

        if (settings.Resources.Contradiction is { } resource)
        {
            reader.Reject(
                key($"Resources:Requests:{resource}"),
                settings.Resources.Requests[resource].Text,
                $"at most the limit, {settings.Resources.Limits[resource]}");
        }
    }

    // Laid over the defaults amount by amount: who raises the limit keeps the request.
    private static SortedList<string, Quantity> Amounts(SettingsReader reader, string key, IReadOnlyDictionary<string, Quantity> fallback)
    {
        var amounts = new SortedList<string, Quantity>(fallback.ToDictionary(), StringComparer.Ordinal);
        foreach (var (name, text) in reader.Map(key, AmountProblem, showValues: true))
        {
            amounts[name] = Quantity.Parse(text)!;
        }

        return amounts;
    }

    private static JsonObject Affinity(SettingsReader reader, string key, JsonObject fallback)
    {
        var affinity = reader.JsonObject(key);
        foreach (var (name, value) in affinity)
        {
            if (!s_affinities.Contains(name) || value is not System.Text.Json.Nodes.JsonObject)
            {
                reader.Reject($"{key}:{name}", null, "must be one of the objects " + string.Join(", ", s_affinities));
            }
        }

        return affinity.Count > 0 ? affinity : fallback;
    }
}
