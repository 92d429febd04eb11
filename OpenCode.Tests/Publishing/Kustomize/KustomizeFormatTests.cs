using OpenCode.AppHost.Publishing;
using OpenCode.AppHost.Publishing.Kustomize;
using OpenCode.AppHost.Publishing.Output;
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
    public void Ingress_takes_the_place_of_the_gateways()
    {
        var rendering = Render(("Ingress", "ingress-nginx/nginx"));
        var ingress = Object(rendering, "default/opencode/ingress.yaml");

        Assert.DoesNotContain(rendering.Files.SelectMany(file => file.Documents), document => document.Content["kind"]!.Text == "HTTPRoute");
        Assert.Equal("nginx", ingress.At("spec.ingressClassName")!.Text);
        Assert.Equal("oc.example.org", Assert.Single(ingress.At("spec.rules")!.Items)["host"]!.Text);
        Assert.Equal("86400", ingress.At("metadata.annotations")!["nginx.ingress.kubernetes.io/proxy-read-timeout"]!.Text);

        var from = Object(rendering, "default/opencode/networkpolicy.yaml").At("spec.ingress")!.Items.First()["from"]!.Items.First();
        Assert.Equal("ingress-nginx", from.At("namespaceSelector.matchLabels")!["kubernetes.io/metadata.name"]!.Text);
    }

    [Theory]
    [InlineData("port", "spec.rules.http.paths.backend: must be a Service and a port that it has")]
    [InlineData("tls", "spec.tls: oc.example.org would be answered without encryption, passwords too")]
    [InlineData("class", "spec.ingressClassName: there is no IngressClass traefik")]
    public void Broken_ingress_is_named(string what, string violation)
    {
        var rendering = Render(("Ingress", "ingress-nginx/nginx"));
        var ingress = Object(rendering, "default/opencode/ingress.yaml");
        var spec = ingress["spec"]!;
        switch (what)
        {
            case "port":
                spec["rules"]!.Items.Single().At("http.paths")!.Items.Single().At("backend.service.port")!["number"] = 80;
                break;
            case "tls":
                spec["tls"] = null;
                break;
            default:
                spec["ingressClassName"] = "traefik";
                break;
        }

        Assert.Contains(Publisher.Check(s_format, rendering), item => item.ToString().Contains($"default/opencode/ingress.yaml: {violation}", StringComparison.Ordinal));
    }

    [Fact]
    public void Ingress_is_refused_where_routes_go_through_a_gateway()
    {
        var problem = Assert.Single(Assert.Throws<SettingsException>(() => PublishFixture.RenderCluster(("Ingress", "ingress-nginx/nginx"))).Problems);
        Assert.StartsWith("Stack:Cluster:Ingress: 'ingress-nginx/nginx' is not possible here", problem.ToString(), StringComparison.Ordinal);

        problem = Assert.Single(Assert.Throws<SettingsException>(() => Render(("Ingress", "ingress-nginx/nginx"), ("External", "public"))).Problems);
        Assert.StartsWith("Stack:Cluster:Ingress: 'ingress-nginx/nginx' is not possible with External", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tunnel_rules_stand_where_the_note_says_with_nothing_to_fill_in()
    {
        var rendering = Render(("External", "public"));
        var note = Assert.Single(rendering.Notes, note => note.Text.Contains("Cloudflare", StringComparison.Ordinal));
        var file = Assert.Single(rendering.Files, file => file.Path.EndsWith("cloudflare-tunnel.yaml", StringComparison.Ordinal));

        Assert.EndsWith($" {file.Path}", note.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("${", file.Text, StringComparison.Ordinal);
        Assert.Contains("originServerName: oc.example.org", file.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_other_settings_go()
    {
        using var folder = new TemporaryFolder();
        void Publish(params IEnumerable<(string, string?)> settings) => new OutputWriter(folder.Path).Write(new OutputPlanner(folder.Path).Plan(Render(settings)));
        string[] Files() => [.. Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder.Path, path)).Order(StringComparer.Ordinal)];
        Publish();
        var first = Files();

        Publish(("Workload", "deployment"), ("Ingress", "ingress-nginx/nginx"), ("Backup", "none"), ("Monitoring", "false"), ("Stack:Ntfy:SelfHosted", "true"));
        Publish();

        Assert.Equal(first, Files());
    }

    [Fact]
    public void Host_with_a_variable_of_Flux_is_refused_with_the_setting_to_give()
    {
        var problems = Assert.Throws<SettingsException>(() => s_format.Render(PublishFixture.Deployment())).Problems;

        Assert.Equal(
            [
                "Stack:Cluster:Host: 'oc.${SECRET_DOMAIN}' is not possible with --format kustomize, where nobody fills in ${…}: give the name as it is, --Stack:Cluster:Host=oc.example.org",
                "Stack:Cluster:BridgeHost: 'oc-inbox.${SECRET_DOMAIN}' is not possible with --format kustomize, where nobody fills in ${…}: give the name as it is, --Stack:Cluster:BridgeHost=oc-inbox.example.org",
            ],
            problems.Select(problem => problem.ToString()));
    }

    [Theory]
    [InlineData("default/opencode/statefulset.yaml", "claimName: opencode-data", "claimName: other", "ReferencesResolve: default/opencode/statefulset.yaml: spec.template.spec.volumes.data: there is no PersistentVolumeClaim default/other")]
    [InlineData("default/opencode/statefulset.yaml", "runAsNonRoot: true", "runAsNonRoot: false", "PodsAreRestricted: default/opencode/statefulset.yaml: spec.template.spec.securityContext.runAsNonRoot: must be true")]
    [InlineData("default/opencode/statefulset.yaml", "name: opencode-secret", "name: nobodys", "ReferencesResolve: default/opencode/statefulset.yaml: spec.template.spec.containers.app.envFrom: there is no Secret default/nobodys")]
    [InlineData("default/opencode/statefulset.yaml", "opencode:1.18.29@", "opencode:latest@", "ImagesArePinned: default/opencode/statefulset.yaml: spec.template.spec.containers.app.image")]
    [InlineData("default/opencode/statefulset.yaml", "- ALL", "- NET_RAW", "PodsAreRestricted: default/opencode/statefulset.yaml: spec.template.spec.containers.app.securityContext.capabilities: must drop ALL and add none")]
    [InlineData("default/opencode/service.yaml", "controller: opencode", "controller: other", "ReferencesResolve: default/opencode/service.yaml: spec.selector: there is no Workload default/other")]
    [InlineData("default/opencode/httproute.yaml", "port: 8080", "port: 80", "RoutesLastAsLongAsTheyLast: default/opencode/httproute.yaml: spec.rules.backendRefs: must be a Service and a port that it has")]
    [InlineData("default/opencode/httproute.yaml", "name: envoy-internal", "name: nowhere", "ReferencesResolve: default/opencode/httproute.yaml: spec.parentRefs: there is no Gateway network/nowhere")]
    [InlineData("default/opencode/httproute.yaml", "oc.example.org", "oc.${SECRET_DOMAIN}", "NothingIsLeftToFillIn: default/opencode/httproute.yaml: spec.hostnames[0]")]
    [InlineData("default/kustomization.yaml", "./opencode-bridge", "./bridge", "FilesAreListed: default/kustomization.yaml: resources: ./bridge is no file")]
    [InlineData("default/opencode-bridge/deployment.yaml", "name: opencode-bridge-secret", "name: opencode-secret", "OneSecretPerConsumer: default/opencode/externalsecret.yaml: spec.target.name: 'opencode-secret' has 2 readers instead of one")]
    [InlineData("default/opencode/statefulset.yaml", "value: America/New_York", "value: ghp_0123456789abcdefghij0123456789abcdef", "NoSecretIsWritten: default/opencode/statefulset.yaml: holds what looks like a key")]
    [InlineData("default/opencode/statefulset.yaml", "name: TZ", "name: OPENAI_API_KEY", "NoSecretIsWritten: default/opencode/statefulset.yaml: spec.template.spec.containers.app.env.OPENAI_API_KEY: must come from a Secret")]
    [InlineData("default/opencode/externalsecret.yaml", "kind: ExternalSecret", "kind: Secret", "NoSecretIsWritten: default/opencode/externalsecret.yaml: kind: a Secret object")]
    [InlineData("default/opencode-bridge/service.yaml", "name: opencode-bridge", "name: opencode", "ObjectsAreUnique: default/opencode/service.yaml: Service default/opencode is also in default/opencode-bridge/service.yaml")]
    [InlineData("default/opencode/statefulset.yaml", "mountPath: /tmp", "mountPath: /var/tmp", "WritableFoldersAreMounted: default/opencode/statefulset.yaml: spec.template.spec.volumes: /tmp must be an emptyDir")]
    [InlineData("default/opencode/statefulset.yaml", "shareProcessNamespace: true", "shareProcessNamespace: false", "ServerHasAnInit: default/opencode/statefulset.yaml: spec.template.spec.shareProcessNamespace: must be true")]
    [InlineData("default/opencode/statefulset.yaml", "podManagementPolicy: Parallel", "podManagementPolicy: OrderedReady", "PodsNeverOverlap: default/opencode/statefulset.yaml: spec: podManagementPolicy must be Parallel")]
    [InlineData("default/opencode-bridge/deployment.yaml", "type: Recreate", "type: RollingUpdate", "PodsNeverOverlap: default/opencode-bridge/deployment.yaml: spec: strategy must be Recreate")]
    [InlineData("default/opencode/statefulset.yaml", "failureThreshold: 10", "failureThreshold: 3", "LivenessAsks: default/opencode/statefulset.yaml: spec.template.spec.containers.app.livenessProbe.failureThreshold: must be 10 or more")]
    [InlineData("default/opencode/httproute.yaml", "request: 0s", "request: 60s", "RoutesLastAsLongAsTheyLast: default/opencode/httproute.yaml: spec.rules.timeouts.request: must be 0s")]
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
