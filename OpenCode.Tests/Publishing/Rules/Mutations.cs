using OpenCode.AppHost.Publishing;
using OpenCode.AppHost.Publishing.Rules;
using OpenCode.AppHost.Publishing.Yaml;
using static OpenCode.Tests.Publishing.Rules.Mutation;

namespace OpenCode.Tests.Publishing.Rules;

internal static class Mutations
{
    private const string Server = "kubernetes/apps/default/opencode";
    private const string Bridge = "kubernetes/apps/default/opencode-bridge";
    private const string ServerRelease = $"{Server}/app/helmrelease.yaml";
    private const string BridgeRelease = $"{Bridge}/app/helmrelease.yaml";
    private const string Values = "spec.values";
    private const string Controller = $"{Values}.controllers.opencode";
    private const string Container = $"{Controller}.containers.app";
    private const string BridgeContainer = $"{Values}.controllers.opencode-bridge.containers.app";
    private const string Pod = $"{Values}.defaultPodOptions";
    private const string Data = $"{Values}.persistence.data";

    private static readonly (string, string?)[] s_outside = [("Stack:Cluster:External", "authentik-route")];

    public static IReadOnlyList<Mutation> All { get; } =
    [
        Text<ControllerTypesAreLowerCase>(ServerRelease, $"{Controller}.type", "StatefulSet"),
        Text<ValuesHaveKnownKeys>(ServerRelease, $"{Values}.podAnnotations", new YamlMap()),
        Of<ImagesArePinned>(ServerRelease, $"{Container}.image", root => Set(root, $"{Container}.image.repository", "anomalyco/opencode")),
        Of<ImagesArePinned>(ServerRelease, $"{Container}.image", root => Set(root, $"{Container}.image.tag", "1.18.29")),
        Of<ImagesArePinned>(BridgeRelease, $"{BridgeContainer}.image", root => Set(root, $"{BridgeContainer}.image.tag", $"latest@sha256:{new string('a', 64)}")),
        Text<PodsAreRestricted>(ServerRelease, $"{Pod}.automountServiceAccountToken", null),
        Text<PodsAreRestricted>(ServerRelease, $"{Pod}.securityContext.runAsUser", 0),
        Text<PodsAreRestricted>(ServerRelease, $"{Pod}.securityContext.seccompProfile.type", "Unconfined"),
        Text<PodsAreRestricted>(ServerRelease, $"{Container}.securityContext.readOnlyRootFilesystem", false),
        Of<PodsAreRestricted>(ServerRelease, $"{Container}.securityContext.capabilities", root => Set(root, $"{Container}.securityContext.capabilities.add", YamlList.Of(["NET_ADMIN"]))),
        Text<PodsAreRestricted>(ServerRelease, $"{Container}.resources.limits.memory", null),
        Of<WritableFoldersAreMounted>(ServerRelease, $"{Values}.persistence", root => Set(root, $"{Values}.persistence.tmp", null)),
        Of<WritableFoldersAreMounted>(ServerRelease, $"{Values}.persistence.config", root => MountAt(root, "config", "/home/opencode/.config/opencode")),
        Of<ServerStartsInWorkspaces>(ServerRelease, $"{Container}.workingDir", root => Set(root, $"{Container}.workingDir", null)),
        Of<MountsNameTheirContainer>(ServerRelease, Data, root => Set(root, $"{Data}.globalMounts", new YamlList())),
        Of<MountsNameTheirContainer>(ServerRelease, $"{Data}.advancedMounts.opencode.main", root => Set(root, $"{Data}.advancedMounts.opencode.main", new YamlList())),
        Of<IdentifiersEqualTheRelease>(ServerRelease, $"{Values}.service", root => Rename(root, $"{Values}.service", "opencode", "app")),
        Of<RoutesLastAsLongAsTheyLast>(ServerRelease, $"{Values}.route.opencode.rules.timeouts.request", root => Set(RouteRule(root), "timeouts.request", "60s")),
        Of<RoutesLastAsLongAsTheyLast>(ServerRelease, $"{Values}.route.opencode.rules.backendRefs", root => Set(RouteRule(root)["backendRefs"]!.Items.Single(), "port", 80)),
        Of<ProbesBringCredentials>(ServerRelease, $"{Container}.probes.readiness.spec", root => Set(root, $"{Container}.probes.readiness.spec", HttpGet())),
        Of<ProbesBringCredentials>(BridgeRelease, $"{BridgeContainer}.probes.liveness.spec", root => Set(root, $"{BridgeContainer}.probes.liveness.custom", null)),
        Of<LivenessAsks>(ServerRelease, $"{Container}.probes.liveness.spec", root => Set(root, $"{Container}.probes.liveness.spec.exec", null)),
        Text<LivenessAsks>(ServerRelease, $"{Container}.probes.liveness.spec.failureThreshold", 3),
        Text<ServerHasAnInit>(ServerRelease, $"{Pod}.shareProcessNamespace", null),
        Text<SecretTemplatesTolerateMissingFields>($"{Server}/app/externalsecret.yaml", "spec.target.template.data.OPENAI_API_KEY", "{{ .openai_api_key | default \"\" }}"),
        Text<SecretTemplatesTolerateMissingFields>($"{Server}/app/externalsecret.yaml", "spec.target.template.data.OPENCODE_SERVER_PASSWORD", "hunter2"),
        new(nameof(OneSecretPerConsumer), $"{Server}/app/externalsecret.yaml", "spec.target.name", rendering => WithChange(rendering, BridgeRelease,
            root => Set(root.At($"{BridgeContainer}.envFrom")!.Items.Single(), "secretRef.name", "opencode-secret"))),
        new(nameof(OneSecretPerConsumer), BridgeRelease, string.Empty, rendering => WithChange(rendering, BridgeRelease,
            root => Set(root.At($"{BridgeContainer}.envFrom")!.Items.Single(), "secretRef.name", "opencode-secret"))) { Settings = [("Stack:Cluster:Secrets", "kubernetes")] },
        Text<NoSecretIsWritten>(ServerRelease, $"{Container}.env.ANTHROPIC_API_KEY", "x"),
        Of<NoSecretIsWritten>($"{Server}/app/externalsecret.yaml", "kind", root => root["kind"] = "Secret"),
        new(nameof(NoSecretIsWritten), $"{Server}/app/resources/opencode.json", string.Empty,
            rendering => With(rendering, new TextFile($"{Server}/app/resources/opencode.json", $"\"ghp_{new string('a', 36)}\"\n"))),
        Text<ChartSourcesArePinned>($"{Server}/app/ocirepository.yaml", "spec.ref.tag", "latest"),
        Of<ChartSourcesArePinned>($"{Server}/app/ocirepository.yaml", "spec.layerSelector", root => Set(root, "spec.layerSelector.operation", null)),
        Text<FluxVariablesAreMeant>(ServerRelease, $"{Container}.workingDir", "/${WORK}"),
        Text<FluxVariablesAreMeant>(ServerRelease, $"{Container}.env.TZ", "{{ .Release.Name }}"),
        Of<FluxVariablesAreMeant>($"{Server}/app/kustomization.yaml", "generatorOptions.annotations", root => Set(root, "generatorOptions.annotations", null)),
        Text<VolumesAreRetained>(ServerRelease, $"{Data}.retain", null),
        Text<VolumesAreRetained>(ServerRelease, $"{Data}.suffix", null),
        Text<PodsNeverOverlap>(ServerRelease, $"{Controller}.replicas", 2),
        Of<PodsNeverOverlap>(ServerRelease, Controller, root => Set(root, $"{Controller}.statefulset", null)),
        Of<ReloaderWatches>(ServerRelease, $"{Controller}.annotations", root => root.At($"{Controller}.annotations")!["reloader.stakater.com/auto"] = true),
        Text<KustomizationsAreComplete>($"{Server}/ks.yaml", "spec.targetNamespace", null),
        Text<KustomizationsAreComplete>($"{Server}/ks.yaml", "spec.path", "./kubernetes/apps/default/opencode"),
        Text<KustomizationsAreComplete>($"{Server}/ks.yaml", "spec.prune", false),
        Of<KustomizationsAreComplete>($"{Server}/ks.yaml", "spec.targetNamespace", root => Set(root, "spec.targetNamespace", "default"), document: 1),
        Of<FilesAreListed>($"{Server}/app/kustomization.yaml", "resources", root => ((YamlList)root["resources"]!).Add("./missing.yaml")),
        new(nameof(FilesAreListed), $"{Server}/app/networkpolicy.yaml", string.Empty,
            rendering => WithChange(rendering, $"{Server}/app/kustomization.yaml", root => root["resources"] = YamlList.Of(["./helmrelease.yaml"]))),
        new(nameof(FilesFollowConventions), ServerRelease, string.Empty, rendering => WithChange(rendering, ServerRelease, MoveKindToTheEnd)),
        new(nameof(FilesFollowConventions), $"{Server}/app/release.yaml", "kind", rendering => Renamed(rendering, ServerRelease, $"{Server}/app/release.yaml")),
        Of<ForeignNamespacesStandApart>(ServerRelease, "metadata.namespace", root => Set(root, "metadata.namespace", "other")),
        Of<ForeignNamespacesStandApart>($"{Server}/shared/recurringjob.yaml", "metadata.namespace", root => Set(root, "metadata.namespace", null)),
        new(nameof(PoliciesOfOtherNamespacesAreGranted), $"{Server}/app/securitypolicy.yaml", "spec.extAuth.http.backendRefs",
            rendering => Without(rendering, $"{Server}/shared/referencegrant.yaml")) { Settings = s_outside },
        new(nameof(ObjectsAreUnique), ServerRelease, string.Empty, rendering => WithChange(rendering, BridgeRelease, root => Set(root, "metadata.name", "opencode"))),
        new(nameof(ReferencesResolve), BridgeRelease, "spec.chartRef", rendering => Without(rendering, $"{Bridge}/app/ocirepository.yaml")),
        Of<ReferencesResolve>(ServerRelease, $"{Container}.envFrom", root => Set(root.At($"{Container}.envFrom")!.Items.Single(), "secretRef.name", "opencode-bridge-secrets")),
        Of<ReferencesResolve>($"{Bridge}/ks.yaml", "spec.dependsOn", root => Set(root.At("spec.dependsOn")!.Items.Single(), "name", "opencodes")),
        Of<ReferencesResolve>($"{Bridge}/app/networkpolicy.yaml", "spec", root => root.At("spec.podSelector.matchLabels")!["app.kubernetes.io/name"] = "bridge"),
        Of<ReferencesResolve>($"{Bridge}/app/securitypolicy.yaml", "spec.targetRefs", root => Set(root.At("spec.targetRefs")!.Items.Single(), "name", "opencode-outside")) with { Settings = s_outside },
    ];

    private static YamlMap HttpGet() => new() { ["httpGet"] = new YamlMap { ["path"] = "/global/health", ["port"] = 8080 } };

    private static YamlNode RouteRule(YamlNode root) => root.At($"{Values}.route.opencode.rules")!.Items.Single();

    private static void MountAt(YamlNode root, string volume, string path) =>
        root.At($"{Values}.persistence.{volume}.advancedMounts.opencode.app")!.Items.Single()["path"] = path;

    private static void Rename(YamlNode root, string path, string key, string other)
    {
        var map = root.At(path)!;
        map[other] = map[key];
        map[key] = null;
    }

    private static void MoveKindToTheEnd(YamlMap root)
    {
        var kind = root["kind"];
        root["kind"] = null;
        root["kind"] = kind;
    }

    private static Rendering Renamed(Rendering rendering, string file, string other) =>
        With(Without(rendering, file), new YamlFile(other, rendering.Files.Single(known => known.Path == file).Documents));
}
