using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Flux;
using OpenCode.AppHost.Publishing.Flux.Objects;
using OpenCode.AppHost.Publishing.Rules;
using OpenCode.AppHost.Publishing.Yaml;
using OpenCode.AppHost.Stack;
using OpenCode.AppHost.Stack.Cluster;
using OpenCode.AppHost.Stack.Settings;

namespace OpenCode.AppHost.Publishing.Kustomize;

/// <summary>
/// Plain objects for <c>kubectl apply -k</c>, for clusters without Flux and Helm: a folder for each namespace and app, and
/// <c>shared</c> for what stands in other namespaces. Object names are those of the Flux tree, so that a cluster can
/// change from one to the other and keep its volumes.
/// </summary>
internal sealed class KustomizeFormat : IPublishFormat
{
    private const string Kustomization = AppKustomization.FileName;
    private const string Shared = "shared";

    private static readonly IAppFile[] s_appFiles =
    [
        new WorkloadFile(),
        new ServiceFile(),
        new ClaimsFile(),
        new HttpRouteFile(),
        new IngressFile(),
        new ExternalSecretFile(),
        new HttpRouteFilterFile(),
        new NetworkPolicyFile(),
        new PodMonitorFile(),
        new PrometheusRuleFile(),
        new ReplicationSourceFile(),
        new SecurityPolicyFile(),
    ];

    private static readonly IAppFile[] s_sharedFiles = [new RecurringJobFile(), new ReferenceGrantFile()];

    public string Name => "kustomize";

    public IReadOnlyList<IRule> Rules { get; } = [.. CommonRules.All, new IngressesReachTheirService(), new NothingIsLeftToFillIn()];

    public Rendering Render(Deployment deployment)
    {
        Check(deployment.Settings);
        var apps = deployment.Settings.Instances.SelectMany(instance => InstanceApps.Of(deployment, instance)).ToList();
        var files = new List<OutputFile>();
        var roots = new List<string>();
        foreach (var space in apps.GroupBy(app => app.Namespace).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            roots.Add(space.Key);
            files.Add(List(space.Key, space.Select(app => app.Name), space.Key));
            files.AddRange(space.SelectMany(FilesOf));
        }

        foreach (var app in apps.Where(app => app.Service == OpenCodeStack.OpenCode))
        {
            var shared = Documents(s_sharedFiles, app, $"{Shared}/{app.Name}");
            if (shared.Count > 0)
            {
                roots.Add($"{Shared}/{app.Name}");
                files.Add(List($"{Shared}/{app.Name}", shared.Select(file => Path.GetFileName(file.Path))));
                files.AddRange(shared);
            }
        }

        files.Insert(0, List(string.Empty, roots));
        var written = files.Select(file => file.Path).ToHashSet();
        return new Rendering(files, KustomizeNotes.For(deployment, apps))
        {
            Given = ClusterObjects.For(apps),
            Obsolete = [.. deployment.Settings.Instances.SelectMany(EveryFile).Where(path => !written.Contains(path))],
            InstanceMark = new InstanceMark(string.Empty, $"{AppList.Resources}/{OpenCodeConfig.Name}"),
        };
    }

    public static string FolderOf(App app) => $"{app.Namespace}/{app.Name}";

    private static IEnumerable<OutputFile> FilesOf(App app)
    {
        var folder = FolderOf(app);
        var documents = Documents(s_appFiles, app, folder);
        yield return new YamlFile($"{folder}/{Kustomization}", AppList.Create(documents.Select(file => Path.GetFileName(file.Path)), app));
        foreach (var file in documents)
        {
            yield return file;
        }

        foreach (var file in app.ConfigFiles)
        {
            yield return new TextFile($"{folder}/{AppList.Resources}/{file.Name}", file.Content);
        }

        if (app.Service == OpenCodeStack.OpenCode && TunnelRule.For(app) is { } rule)
        {
            yield return new TextFile($"{folder}/{TunnelRule.FileName}", rule);
        }
    }

    // Every file that an instance's folders may ever hold.
    private static IEnumerable<string> EveryFile(Instance instance)
    {
        var names = s_appFiles.SelectMany(kind => kind is WorkloadFile ? WorkloadFile.Names : [kind.Name]).Append(TunnelRule.FileName).Append(Kustomization).ToList();
        return InstanceApps.Names(instance).SelectMany(app => names.Select(name => $"{instance.Cluster.Namespace}/{app}/{name}"))
            .Concat(s_sharedFiles.Select(kind => kind.Name).Append(Kustomization).Select(name => $"{Shared}/{instance.Name}/{name}"));
    }

    private static List<YamlFile> Documents(IEnumerable<IAppFile> kinds, App app, string folder) =>
    [
        .. kinds.Select(kind => (Name: kind is WorkloadFile ? WorkloadFile.NameFor(app) : kind.Name, Documents: kind.Render(app)))
            .Where(file => file.Documents.Count > 0)
            .Select(file => new YamlFile($"{folder}/{file.Name}", file.Documents)),
    ];

    private static YamlFile List(string folder, IEnumerable<string> resources, string? space = null) => new(
        folder.Length == 0 ? Kustomization : $"{folder}/{Kustomization}",
        new YamlDocument(
            new YamlMap
            {
                ["apiVersion"] = "kustomize.config.k8s.io/v1beta1",
                ["kind"] = "Kustomization",
                ["namespace"] = space,
                ["resources"] = YamlList.Of(resources.Select(name => $"./{name}")),
            },
            Schemas.Kustomization));

    // Flux fills variables in; here nobody does.
    private static void Check(StackSettings settings)
    {
        var hosts = settings.Instances.SelectMany((instance, index) =>
        {
            var section = settings.Instances.Count == 1 ? "Stack:Cluster" : $"Stack:Instances:{index}";
            return ((string Name, string Host)[])
            [
                ($"{section}:{nameof(ClusterSettings.Host)}", instance.Cluster.Host),
                ($"{section}:{nameof(ClusterSettings.BridgeHost)}", instance.Cluster.BridgeHost),
                .. settings.NtfySelfHosted ? [("Stack:Ntfy:Host", instance.NtfyHost)] : Array.Empty<(string, string)>(),
            ];
        });
        var open = hosts.Where(host => host.Host.Contains('$', StringComparison.Ordinal))
            .Select(host => new SettingProblem(host.Name, host.Host, $"possible with --format kustomize, where nobody fills in ${{…}}: give the name as it is, --{host.Name}={host.Host.Split('.')[0]}.example.org"))
            .Distinct()
            .ToArray();
        if (open.Length > 0)
        {
            throw new SettingsException(open);
        }
    }
}
