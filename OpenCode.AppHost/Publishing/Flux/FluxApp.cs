using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Flux.Objects;
using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Publishing.Flux;

/// <summary>The folder of one app: <c>ks.yaml</c>, what it applies in <c>app/</c>, and in <c>shared/</c> what stands in other namespaces.</summary>
internal sealed class FluxApp
{
    public const string Root = "kubernetes/apps";

    /// <summary>In an instance's folder, and in no other app's.</summary>
    public const string ConfigFile = $"{AppFolder}/{Resources}/{OpenCodeConfig.Name}";

    private const string Ks = "ks.yaml";
    private const string AppFolder = "app";
    private const string SharedFolder = "shared";
    private const string Resources = "resources";

    private static readonly IAppFile[] s_appFiles =
    [
        new ExternalSecretFile(),
        new HelmReleaseFile(),
        new HttpRouteFilterFile(),
        new NetworkPolicyFile(),
        new OciRepositoryFile(),
        new PodMonitorFile(),
        new PrometheusRuleFile(),
        new ReplicationSourceFile(),
        new SecurityPolicyFile(),
    ];

    // Of the instance, so they stand beside its server.
    private static readonly IAppFile[] s_sharedFiles =
    [
        new RecurringJobFile(),
        new ReferenceGrantFile(),
    ];

    private readonly List<OutputFile> _files = [];

    public FluxApp(App app)
    {
        App = app;
        var folder = FolderOf(app);
        var appFiles = Render(s_appFiles, $"{folder}/{AppFolder}");
        var sharedFiles = app.Service == OpenCodeStack.OpenCode ? Render(s_sharedFiles, $"{folder}/{SharedFolder}") : [];
        var kustomizations = new List<YamlDocument> { FluxKustomization.OfApp(app, $"./{folder}/{AppFolder}") };
        if (sharedFiles.Count > 0)
        {
            kustomizations.Add(FluxKustomization.OfOtherNamespaces($"{app.Name}-shared", $"./{folder}/{SharedFolder}"));
        }

        _files.Add(new YamlFile($"{folder}/{Ks}", kustomizations));
        _files.Add(new YamlFile($"{folder}/{AppFolder}/{AppKustomization.FileName}", AppKustomization.Create(Names(appFiles), app)));
        _files.AddRange(appFiles);
        _files.AddRange(app.ConfigFiles.Select(file => new TextFile($"{folder}/{AppFolder}/{Resources}/{file.Name}", file.Content)));
        if (sharedFiles.Count > 0)
        {
            _files.Add(new YamlFile($"{folder}/{SharedFolder}/{AppKustomization.FileName}", AppKustomization.Create(Names(sharedFiles))));
            _files.AddRange(sharedFiles);
        }

        if (app.Service == OpenCodeStack.OpenCode && TunnelRule.For(app) is { } rule)
        {
            _files.Add(new TextFile($"{folder}/{TunnelRule.FileName}", rule));
        }
    }

    public App App { get; }

    public IReadOnlyList<OutputFile> Files => _files;

    public static string FolderOf(App app) => $"{Root}/{app.Namespace}/{app.Name}";

    /// <summary>Files that other settings would have put there.</summary>
    public IEnumerable<string> Obsolete => EveryFile(App.Namespace, App.Name).Except(_files.Select(file => file.Path));

    /// <summary>Every file that an app's folder may ever hold.</summary>
    public static IEnumerable<string> EveryFile(string space, string app) =>
    [
        $"{Root}/{space}/{app}/{Ks}",
        $"{Root}/{space}/{app}/{TunnelRule.FileName}",
        .. s_appFiles.Select(file => file.Name).Append(AppKustomization.FileName).Select(name => $"{Root}/{space}/{app}/{AppFolder}/{name}"),
        .. s_sharedFiles.Select(file => file.Name).Append(AppKustomization.FileName).Select(name => $"{Root}/{space}/{app}/{SharedFolder}/{name}"),
    ];

    private List<YamlFile> Render(IEnumerable<IAppFile> kinds, string folder) =>
    [
        .. kinds.Select(kind => new YamlFile($"{folder}/{kind.Name}", kind.Render(App))).Where(file => file.Documents.Count > 0),
    ];

    private static IEnumerable<string> Names(IEnumerable<OutputFile> files) => files.Select(file => Path.GetFileName(file.Path));
}
