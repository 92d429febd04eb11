using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Flux.Objects;
using OpenCode.AppHost.Publishing.Rules;
using OpenCode.AppHost.Stack;
using OpenCode.AppHost.Stack.Settings;

namespace OpenCode.AppHost.Publishing.Flux;

/// <summary>The tree of a home-ops repository: HelmReleases on app-template, applied by Flux.</summary>
internal sealed class FluxFormat : IPublishFormat
{
    public string Name => "flux";

    public IReadOnlyList<IRule> Rules => FluxRules.All;

    public Rendering Render(Deployment deployment)
    {
        Check(deployment.Settings);
        var files = new List<OutputFile>();
        var obsolete = new List<string>();
        var apps = new List<App>();
        foreach (var space in deployment.Settings.Instances.GroupBy(instance => instance.Cluster.Namespace).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var folders = InParallel.Map([.. space], instance => InstanceApps.Of(deployment, instance).Select(app => new FluxApp(app)).ToList()).SelectMany(list => list).ToList();
            var absent = space.SelectMany(instance => InstanceApps.AbsentNames(deployment, instance)).ToList();
            files.AddRange(NamespaceFiles(space.Key, folders, absent));
            files.AddRange(folders.SelectMany(folder => folder.Files));
            obsolete.AddRange(folders.SelectMany(folder => folder.Obsolete));
            obsolete.AddRange(absent.SelectMany(name => FluxApp.EveryFile(space.Key, name)));
            apps.AddRange(folders.Select(folder => folder.App));
        }

        return new Rendering(files, PublishNotes.For(deployment, apps, FluxApp.FolderOf))
        {
            Obsolete = obsolete,
            InstanceMark = new InstanceMark(FluxApp.Root, FluxApp.ConfigFile),
            Given = ClusterObjects.For(apps),
        };
    }

    private static void Check(StackSettings settings)
    {
        var problems = settings.Instances.Where(instance => instance.Cluster.Ingress is not null)
            .Select(instance => new SettingProblem("Stack:Cluster:Ingress", instance.Cluster.Ingress!.ToString(), "possible here: the routes of this tree go through a gateway; use --format kustomize"))
            .Distinct()
            .ToArray();
        if (problems.Length > 0)
        {
            throw new SettingsException(problems);
        }
    }

    private static IEnumerable<OutputFile> NamespaceFiles(string space, IEnumerable<FluxApp> apps, IEnumerable<string> absent)
    {
        yield return new KustomizationFile(
            $"{FluxApp.Root}/{space}/kustomization.yaml",
            space,
            [$"./{NamespaceObject.FileName}"],
            [.. apps.Select(app => Entry(app.App.Name))],
            [.. absent.Select(Entry)]);
        yield return new YamlFile($"{FluxApp.Root}/{space}/{NamespaceObject.FileName}", NamespaceObject.Create(space)) { Ownership = Ownership.Companion };

        static string Entry(string app) => $"./{app}/ks.yaml";
    }
}
