using OpenCode.AppHost.Publishing.Rules;

namespace OpenCode.Tests.Publishing.Flux;

/// <summary>Several people in one cluster: through what is published nobody reaches another's pods, secrets or volumes.</summary>
public sealed class IsolationTests
{
    private static readonly string[] s_names = ["opencode", "alice", "bob", "bob2"];

    public static TheoryData<string, string> Modes => new(
        from external in (string[])["none", "authentik", "authentik-route", "public"]
        from secrets in (string[])["onepassword", "kubernetes"]
        select (external, secrets));

    [Theory]
    [MemberData(nameof(Modes))]
    public void No_pod_of_one_instance_may_reach_a_pod_of_another(string external, string secrets)
    {
        var tree = Tree(external, secrets);
        var pods = tree.Releases.Select(release => release.Object).ToList();
        var reached = new List<string>();
        foreach (var from in pods)
        {
            reached.AddRange(pods.Where(to => Instance(to) != Instance(from) && PolicyReading.Allows(tree, from, to)).Select(to => $"{from.Name} → {to.Name}"));
        }

        Assert.Empty(reached);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Bridge_reaches_its_own_server_and_its_own_ntfy(string external, string secrets)
    {
        var tree = Tree(external, secrets);
        foreach (var name in s_names)
        {
            RenderedObject Pod(string app) => Assert.Single(tree.Releases, release => release.Name == app).Object;
            Assert.True(PolicyReading.Allows(tree, Pod($"{name}-bridge"), Pod(name)));
            Assert.True(PolicyReading.Allows(tree, Pod($"{name}-bridge"), Pod($"{name}-ntfy")));
            Assert.False(PolicyReading.Allows(tree, Pod(name), Pod($"{name}-bridge")), "the agent reaches the inbox");
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void No_object_of_one_instance_refers_to_an_object_of_another(string external, string secrets)
    {
        var tree = Tree(external, secrets);
        var owners = ObjectIndex.Defined(tree).ToLookup(defined => defined.Object, defined => InstanceOf(defined.File));

        Assert.All(ObjectReferences.All(tree), reference =>
            Assert.All(owners[reference.Target], owner => Assert.Equal(InstanceOf(reference.Source.File), owner)));
    }

    [Fact]
    public void No_two_instances_read_one_item_or_save_into_one_repository()
    {
        var tree = Tree("none", "onepassword");
        var items = tree.OfKind("ExternalSecret").Where(secret => !secret.Name.EndsWith("-volsync", StringComparison.Ordinal))
            .GroupBy(secret => secret.At("spec.dataFrom")!.Items.Single().At("extract.key")!.Text);
        var repositories = tree.OfKind("ExternalSecret").Select(secret => secret.At("spec.target.template.data.RESTIC_REPOSITORY")?.Text).OfType<string>().ToList();

        Assert.All(items, item => Assert.Single(item.Select(secret => InstanceOf(secret.File)).Distinct()));
        Assert.NotEmpty(repositories);
        Assert.Equal(repositories.Count, repositories.Distinct().Count());
    }

    private static RenderedTree Tree(string external, string secrets)
    {
        var rendering = PublishFixture.Render(
        [
            .. s_names.Select((name, index) => ($"Stack:Instances:{index}:Name", (string?)name)),
            ("Stack:Instances:3:Namespace", "bob2"),
            ("Stack:Cluster:External", external),
            ("Stack:Cluster:Secrets", secrets),
            ("Stack:Cluster:Backup", "volsync"),
            ("Stack:Ntfy:SelfHosted", "true"),

            // Wide open outwards: what keeps instances apart is then the other's own policy.
            ("Stack:Cluster:Egress", "10.0.0.0/8:8080,10.0.0.0/8:8081,10.0.0.0/8:8082"),
        ]);
        return new RenderedTree(rendering.Files, rendering.Given);
    }

    private static string Instance(RenderedObject item) => InstanceOf(item.File);

    // kubernetes/apps/<namespace>/<app>/…: an app is called like its instance, or like it and what it is.
    private static string InstanceOf(string file)
    {
        var app = file.Split('/')[3];
        return app.EndsWith("-bridge", StringComparison.Ordinal) || app.EndsWith("-ntfy", StringComparison.Ordinal) ? app[..app.LastIndexOf('-')] : app;
    }
}
