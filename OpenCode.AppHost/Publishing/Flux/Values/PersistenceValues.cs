using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Flux.Objects;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Flux.Values;

/// <summary>Volumes of an app, each mounted into its one container only.</summary>
internal static class PersistenceValues
{
    public static YamlMap Of(App app)
    {
        var persistence = new YamlMap();
        foreach (var volume in app.Volumes)
        {
            var values = Source(app, volume);
            values["advancedMounts"] = new YamlMap
            {
                [app.Name] = new YamlMap { [ControllerValues.Container] = new YamlList(volume.Mounts.Select(mount => Mount(volume, mount))) },
            };
            persistence[volume.Id] = values;
        }

        return persistence;
    }

    private static YamlMap Source(App app, AppVolume volume) => volume switch
    {
        AppVolume.Claim claim => new YamlMap
        {
            ["type"] = "persistentVolumeClaim",
            ["storageClass"] = app.Cluster.StorageClass,
            ["accessMode"] = "ReadWriteOnce",
            ["size"] = claim.Size.Text,
            ["suffix"] = claim.Id, // else a second claim would rename the first, and leave its data behind
            ["retain"] = true,
            ["labels"] = RecurringJobFile.Labels(app),
        },
        AppVolume.Nfs nfs => new YamlMap { ["type"] = "nfs", ["server"] = nfs.Share.Server, ["path"] = nfs.Share.Path },
        AppVolume.Scratch scratch => new YamlMap { ["type"] = "emptyDir", ["sizeLimit"] = scratch.SizeLimit },
        AppVolume.Config => new YamlMap { ["type"] = "configMap", ["name"] = app.ConfigMapName },
        _ => throw new InvalidOperationException($"{app.Name}: no values for a {volume.GetType().Name}"),
    };

    private static YamlMap Mount(AppVolume volume, AppMount mount) => new()
    {
        ["path"] = mount.Path,
        ["subPath"] = mount.SubPath,
        ["readOnly"] = volume is AppVolume.Config ? true : null,
    };
}
