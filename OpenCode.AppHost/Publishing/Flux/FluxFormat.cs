using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Flux.Objects;
using OpenCode.AppHost.Publishing.Rules;

namespace OpenCode.AppHost.Publishing.Flux;

/// <summary>The tree of a home-ops repository: HelmReleases on app-template, applied by Flux.</summary>
internal sealed class FluxFormat : IPublishFormat
{
    public string Name => "flux";

    public IReadOnlyList<IRule> Rules => FluxRules.All;

    public Rendering Render(Deployment deployment)
    {
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

        return new Rendering(files, PublishNotes.For(deployment, apps))
        {
            Obsolete = obsolete,
            Given = ClusterObjects.For(apps),
        };
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
