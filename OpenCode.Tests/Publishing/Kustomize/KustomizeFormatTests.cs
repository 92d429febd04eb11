using OpenCode.AppHost.Publishing;
using OpenCode.AppHost.Publishing.Kustomize;
using OpenCode.AppHost.Publishing.Yaml;
using OpenCode.AppHost.Stack.Settings;

namespace OpenCode.Tests.Publishing.Kustomize;

public sealed class KustomizeFormatTests
{
    private static readonly KustomizeFormat s_format = new();

    [Fact]
    public void Server_is_a_StatefulSet_with_claims_of_its_own()
    {
        var rendering = Render();
        var pod = Object(rendering, "default/opencode/statefulset.yaml").At("spec.template.spec")!;

        Assert.Equal(["data", "workspaces", "home", "tmp", "config"], pod["volumes"]!.Items.Select(volume => volume["name"]!.Text));
        Assert.Equal("opencode-data", pod["volumes"]!.Items.First().At("persistentVolumeClaim.claimName")!.Text);
        Assert.Equal(
            [("opencode-data", "5Gi"), ("opencode-workspaces", "50Gi")],
            Assert.Single(rendering.Files, file => file.Path == "default/opencode/persistentvolumeclaim.yaml").Documents
                .Select(claim => (claim.Content.At("metadata.name")!.Text, claim.Content.At("spec.resources.requests.storage")!.Text)));
    }

    [Theory]
    [InlineData("Workload", "deployment", "default/opencode/deployment.yaml", "spec.strategy.type", "Recreate")]
    [InlineData("Namespace", "ai", "ai/kustomization.yaml", "namespace", "ai")]
    [InlineData("Secrets", "kubernetes", "default/opencode/statefulset.yaml", "spec.serviceName", "opencode")]
    public void Setting_reaches_its_object(string key, string value, string file, string path, string expected)
    {
        var node = Object(Render((key, value)), file).At(path)!;

        Assert.Equal(expected, node.Text ?? Assert.Single(node.Items).Text);
    }

    [Theory]
    [InlineData("onepassword", true)]
    [InlineData("kubernetes", false)]
    public void Secrets_are_references_only(string source, bool external)
    {
        var rendering = Render(("Secrets", source));

        Assert.DoesNotContain(rendering.Files.SelectMany(file => file.Documents), document => document.Content["kind"]?.Text == "Secret");
        Assert.Equal(external, rendering.Files.Any(file => file.Path == "default/opencode/externalsecret.yaml"));
        Assert.Equal(!external, rendering.Notes.Any(note => note.Text.Contains("kubectl -n default create secret generic opencode-secret", StringComparison.Ordinal)));
    }

    [Fact]
    public void Host_with_a_variable_of_Flux_is_refused_with_the_setting_to_give()
    {
        var problems = Assert.Throws<SettingsException>(() => s_format.Render(PublishFixture.Deployment())).Problems;

        Assert.Equal(["Stack:Cluster:Host", "Stack:Cluster:BridgeHost"], problems.Select(problem => problem.Name));
    }

    [Theory]
    [InlineData("default/opencode/statefulset.yaml", "claimName: opencode-data", "claimName: other", "NamesAreKnown: default/opencode/statefulset.yaml: volumes.data: PersistentVolumeClaim default/other is not in the tree")]
    [InlineData("default/opencode/statefulset.yaml", "runAsNonRoot: true", "runAsNonRoot: false", "PodsAreFit: default/opencode/statefulset.yaml: spec.template.spec.securityContext.runAsNonRoot: must be true")]
    [InlineData("default/opencode/statefulset.yaml", "name: opencode-secret", "name: nobodys", "NamesAreKnown: default/opencode/statefulset.yaml: envFrom: Secret default/nobodys is not in the tree")]
    [InlineData("default/opencode/statefulset.yaml", "opencode:1.18.29@", "opencode:latest@", "PodsAreFit: default/opencode/statefulset.yaml: spec.template.spec.containers[0].image")]
    [InlineData("default/opencode/statefulset.yaml", "- ALL", "- NET_RAW", "PodsAreFit: default/opencode/statefulset.yaml: spec.template.spec.containers[0].securityContext.capabilities.drop: must be ALL")]
    [InlineData("default/opencode/service.yaml", "controller: opencode", "controller: other", "NamesAreKnown: default/opencode/service.yaml: spec.selector: selects no pod of the tree")]
    [InlineData("default/opencode/httproute.yaml", "port: 8080", "port: 80", "NamesAreKnown: default/opencode/httproute.yaml: spec.rules.backendRefs: Service opencode has no port 80")]
    [InlineData("default/opencode/httproute.yaml", "name: envoy-internal", "name: nowhere", "NamesAreKnown: default/opencode/httproute.yaml: spec.parentRefs: Gateway network/nowhere is not in the tree")]
    [InlineData("default/opencode/httproute.yaml", "oc.example.org", "oc.${SECRET_DOMAIN}", "NothingIsLeftToFillIn: default/opencode/httproute.yaml: spec.hostnames[0]")]
    [InlineData("default/kustomization.yaml", "./opencode-bridge", "./bridge", "NamesAreKnown: default/kustomization.yaml: resources: default/bridge is no file")]
    public void Broken_output_names_rule_file_and_path(string path, string good, string bad, string violation)
    {
        var rendering = Render();
        var file = Assert.Single(rendering.Files, file => file.Path == path);
        Assert.Contains(good, file.Text, StringComparison.Ordinal);
        var broken = new YamlFile(path, [.. YamlReader.Read(file.Text.Replace(good, bad, StringComparison.Ordinal)).Select(node => new YamlDocument((YamlMap)node, null))]);

        var violations = Publisher.Check(s_format, rendering with { Files = [.. rendering.Files.Where(other => other != file), broken] });

        Assert.Contains(violations, item => item.ToString().StartsWith(violation, StringComparison.Ordinal));
    }

    /// <summary>Settings with host names as they are, and these keys of <c>Stack:Cluster</c>; rendered and held against the rules.</summary>
    internal static Rendering Render(params IEnumerable<(string Key, string? Value)> cluster) => Publisher.Render(s_format, PublishFixture.Deployment(
    [
        ("Stack:Cluster:Host", "oc.example.org"),
        ("Stack:Cluster:BridgeHost", "oc-inbox.example.org"),
        ("Stack:Ntfy:Host", "ntfy.example.org"),
        .. cluster.Select(pair => (pair.Key.StartsWith("Stack:", StringComparison.Ordinal) ? pair.Key : $"Stack:Cluster:{pair.Key}", pair.Value)),
    ]));

    private static YamlMap Object(Rendering rendering, string path) => Assert.Single(rendering.Files, file => file.Path == path).Documents[0].Content;
}
