using OpenCode.AppHost.Stack.Cluster;
using static OpenCode.Tests.Stack.SettingsFixture;

namespace OpenCode.Tests.Stack.Cluster;

public sealed class InstanceTests
{
    private static readonly (string, string?)[] s_two = [("Stack:Instances:0:Name", "alice"), ("Stack:Instances:1:Name", "bob")];

    [Fact]
    public void One_instance_named_opencode_is_the_default() =>
        Assert.Equal("opencode", Assert.Single(Read().Instances).Name);

    [Fact]
    public void Several_instances_get_hosts_and_secret_items_of_their_own()
    {
        var instances = Read([.. s_two, ("Stack:Cluster:Host", "code.example.org"), ("Stack:Ntfy:SelfHosted", "true")]).Instances;

        Assert.Equal(["code-alice.example.org", "code-bob.example.org"], instances.Select(instance => instance.Cluster.Host));
        Assert.Equal(["oc-inbox-alice.${SECRET_DOMAIN}", "oc-inbox-bob.${SECRET_DOMAIN}"], instances.Select(instance => instance.Cluster.BridgeHost));
        Assert.Equal(["ntfy-alice.${SECRET_DOMAIN}", "ntfy-bob.${SECRET_DOMAIN}"], instances.Select(instance => instance.NtfyHost));
        Assert.Equal(["opencode-alice", "opencode-bob"], instances.Select(instance => instance.Cluster.SecretItem));
    }

    [Fact]
    public void Single_instance_keeps_the_clusters_hosts()
    {
        var instance = Assert.Single(Read(("Stack:Instances:0:Name", "alice")).Instances);

        Assert.Equal("oc.${SECRET_DOMAIN}", instance.Cluster.Host);
    }

    [Fact]
    public void Instance_sets_any_key_of_the_cluster_for_itself()
    {
        var instances = Read([.. s_two, ("Stack:Cluster:WorkspacesNfs", "nas:/work"), ("Stack:Instances:1:WorkspacesNfs", "none"), ("Stack:Instances:1:Namespace", "bob")]).Instances;

        Assert.Equal((new NfsShare("nas", "/work"), null), (instances[0].Cluster.WorkspacesNfs, instances[1].Cluster.WorkspacesNfs));
        Assert.Equal(("default", "bob"), (instances[0].Cluster.Namespace, instances[1].Cluster.Namespace));
    }

    [Theory]
    [InlineData("Name", "alice", "Stack:Instances:1:Name: 'alice' is not a name of its own: another instance has it")]
    [InlineData("Host", "oc-alice.${SECRET_DOMAIN}", "Stack:Instances:1:Host: 'oc-alice.${SECRET_DOMAIN}' is not a host of its own: instance 'alice' has it")]
    [InlineData("BridgeHost", "oc-alice.${SECRET_DOMAIN}", "Stack:Instances:1:BridgeHost: 'oc-alice.${SECRET_DOMAIN}' is not a host of its own: instance 'alice' has it")]
    [InlineData("SecretItem", "opencode-alice", "Stack:Instances:1:SecretItem: 'opencode-alice' is not an item of its own: instance 'alice' has it, with its passwords")]
    [InlineData("NetworkPolicies", "false", "Stack:Instances:1:NetworkPolicies: 'false' is not possible beside other instances: they keep 'bob' apart from them")]
    public void What_two_instances_must_not_share_is_refused(string key, string value, string line) =>
        Assert.Contains(line, Problems([.. s_two.Where(pair => pair.Item1 != $"Stack:Instances:1:{key}"), ($"Stack:Instances:1:{key}", value)]));

    [Theory]
    [InlineData("oc.${SECRET_DOMAIN}")]
    [InlineData("oc-inbox.${SECRET_DOMAIN}")]
    public void Ntfy_server_needs_a_host_of_its_own(string host) =>
        Assert.Equal([$"Stack:Ntfy:Host: '{host}' is not a host of its own: instance 'opencode' has it"], Problems(("Stack:Ntfy:SelfHosted", "true"), ("Stack:Ntfy:Host", host)));

    [Theory]
    [InlineData("Alice")]
    [InlineData("1st")]
    [InlineData("alice-bridge")]
    [InlineData("ntfy")]
    [InlineData("a-name-that-is-longer-than-63-characters-which-no-kubernetes-name-is")]
    [InlineData("-alice")]
    public void Bad_name_is_named_with_what_is_allowed(string name) =>
        Assert.StartsWith($"Stack:Instances:0:Name: '{name}' is not a name of at most 31 ", Assert.Single(Problems(("Stack:Instances:0:Name", name))), StringComparison.Ordinal);

    [Fact]
    public void Instance_without_a_name_is_refused() =>
        Assert.StartsWith("Stack:Instances:0:Name: an instance needs a name", Assert.Single(Problems(("Stack:Instances:0:Host", "a.example.org"))), StringComparison.Ordinal);
}
