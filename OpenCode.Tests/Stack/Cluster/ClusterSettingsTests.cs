using OpenCode.AppHost.Stack.Cluster;
using static OpenCode.Tests.Stack.SettingsFixture;

namespace OpenCode.Tests.Stack.Cluster;

public sealed class ClusterSettingsTests
{
    [Theory]
    [InlineData("Namespace", "My_Space", ClusterForms.AllowedLabel)]
    [InlineData("Host", "https://oc.example.org", ClusterForms.AllowedHost)]
    [InlineData("Host", "oc.example.org:443", ClusterForms.AllowedHost)]
    [InlineData("Host", "oc.example.org/path", ClusterForms.AllowedHost)]
    [InlineData("Host", "OC.example.org", ClusterForms.AllowedHost)]
    [InlineData("Host", "oc..example.org", ClusterForms.AllowedHost)]
    [InlineData("Host", "oc.$SECRET_DOMAIN", ClusterForms.AllowedHost)]
    [InlineData("Host", "oc.example.org\n", ClusterForms.AllowedHost)]
    [InlineData("Host", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.org", ClusterForms.AllowedHost)]
    [InlineData("BridgeHost", "oc.${SECRET_DOMAIN}", "another host than Host: the web UI needs its own")]
    [InlineData("ChartVersion", "3.7.3", "one of 4.6.0, 4.6.2, 5.0.1, 5.1.0")]
    [InlineData("Workload", "StatefulSets", "one of statefulset, deployment")]
    [InlineData("TimeZone", "Europe/Atlantis", ClusterForms.AllowedTimeZone)]
    [InlineData("TimeZone", "../../etc/passwd", ClusterForms.AllowedTimeZone)]
    [InlineData("StorageClass", "Fast SSD", ClusterForms.AllowedSubdomain)]
    [InlineData("DataSize", "5GB", Quantity.AllowedSize)]
    [InlineData("DataSize", "5", Quantity.AllowedSize)]
    [InlineData("DataSize", "500m", Quantity.AllowedSize)]
    [InlineData("DataSize", "0Gi", Quantity.AllowedSize)]
    [InlineData("DataSize", "-1Gi", Quantity.AllowedSize)]
    [InlineData("WorkspacesSize", "50gi", Quantity.AllowedSize)]
    [InlineData("SingleVolume", "yes", "true or false")]
    [InlineData("WorkspacesNfs", "/volume1/work", NfsShare.Allowed + ", or none")]
    [InlineData("WorkspacesNfs", "nas:relative", NfsShare.Allowed + ", or none")]
    [InlineData("Resources:Limits:memory", "4GB", Quantity.AllowedAmount)]
    [InlineData("NodeSelector:disk", "very fast", "a label's value: at most 63 letters, digits, dots, hyphens and underscores")]
    [InlineData("Gateway", "envoy-internal", NamespacedName.Allowed)]
    [InlineData("ExternalGateway", "network/envoy/external", NamespacedName.Allowed)]
    [InlineData("External", "authentikroute", "one of none, authentik, authentik-route, public")]
    [InlineData("Secrets", "vault", "one of onepassword, kubernetes")]
    [InlineData("SecretItem", "${SECRET}", ClusterForms.AllowedItem)]
    [InlineData("Backup", "velero", "one of none, longhorn, volsync")]
    [InlineData("Monitoring", "1", "true or false")]
    [InlineData("Egress", "192.168.1.10:443", EgressRule.Allowed)]
    [InlineData("Egress", "192.168.1.10/24:443", EgressRule.Allowed)]
    [InlineData("Egress", "192.168.1.0/24:0", EgressRule.Allowed)]
    [InlineData("Egress", "192.168.1.0/24", EgressRule.Allowed)]
    public void Bad_value_is_named_with_what_is_allowed(string key, string value, string allowed)
    {
        var line = Assert.Single(Problems(($"Stack:Cluster:{key}", value)));

        Assert.StartsWith($"Stack:Cluster:{key}: '", line, StringComparison.Ordinal);
        Assert.EndsWith($"' is not {allowed}", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Stack:Cluster:StorageClas", "x", "Stack:Cluster:StorageClas: unknown setting; did you mean Stack:Cluster:StorageClass?")]
    [InlineData("Stack:Instances:0:Nam", "x", "Stack:Instances:0:Nam: unknown setting; did you mean Stack:Instances:0:Name?")]
    [InlineData("Stack:Cluster:Resources:Limits:gpu", "1", "Stack:Cluster:Resources:Limits:gpu: must be cpu, memory, ephemeral-storage or a resource such as nvidia.com/gpu")]
    [InlineData("Stack:Cluster:NodeSelector:a b", "x", "Stack:Cluster:NodeSelector:a b: must have a label's key, such as kubernetes.io/arch")]
    [InlineData("Stack:Cluster:Affinity", """{"nodeAfinity":{}}""", "Stack:Cluster:Affinity:nodeAfinity: must be one of the objects nodeAffinity, podAffinity, podAntiAffinity")]
    [InlineData("Stack:Cluster:Resources:Requests:memory", "8Gi", "Stack:Cluster:Resources:Requests:memory: '8Gi' is not at most the limit, 4Gi")]
    [InlineData("Stack:Instances", "alice", "Stack:Instances: must be a list: Stack:Instances:0:<name>=<value>")]
    [InlineData("Stack:Bridge:ImageDigest", "sha256:1", "Stack:Bridge:ImageDigest: 'sha256:1' is not sha256: and 64 hexadecimal digits")]
    public void Bad_object_or_key_is_named(string key, string value, string line) =>
        Assert.Contains(line, Problems((key, value)));

    [Fact]
    public void Database_is_never_on_a_file_server()
    {
        var line = Assert.Single(Problems(("Stack:Cluster:SingleVolume", "true"), ("Stack:Cluster:WorkspacesNfs", "nas:/work")));

        Assert.Contains("never stands on NFS", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Raising_a_limit_keeps_the_other_amounts()
    {
        var resources = Cluster(("Stack:Cluster:Resources:Limits:memory", "8Gi")).Resources;

        Assert.Equal(("100m", "512Mi", "8Gi"), (resources.Requests["cpu"].Text, resources.Requests["memory"].Text, resources.Limits["memory"].Text));
    }

    [Fact]
    public void Egress_is_a_list_or_one_text_with_commas()
    {
        EgressRule[] rules = [new("192.168.1.10/32", 8080), new("fd00::5/128", 443)];

        Assert.Equal(rules, Cluster(("Stack:Cluster:Egress:0", "192.168.1.10/32:8080"), ("Stack:Cluster:Egress:1", "[fd00::5/128]:443")).Egress);
        Assert.Equal(rules, Cluster(("Stack:Cluster:Egress", "192.168.1.10/32:8080, [fd00::5]/128:443")).Egress);
    }

    [Theory]
    [InlineData("5Gi", "50Gi", "55Gi")]
    [InlineData("512Mi", "1Gi", "1536Mi")]
    [InlineData("1.5Gi", "0.5Gi", "2Gi")]
    [InlineData("5G", "1Gi", "6073741824")]
    public void Sizes_add_up_exactly(string left, string right, string sum) =>
        Assert.Equal(sum, (Quantity.Parse(left)! + Quantity.Parse(right)!).Text);

    private static ClusterSettings Cluster(params (string, string?)[] values) => Assert.Single(Read(values).Instances).Cluster;
}
