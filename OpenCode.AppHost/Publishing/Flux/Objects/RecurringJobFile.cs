using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Yaml;
using OpenCode.AppHost.Stack.Cluster;

namespace OpenCode.AppHost.Publishing.Flux.Objects;

/// <summary>
/// Longhorn's jobs for the group of volumes that an instance has: snapshots by the hour, backups by the day. A volume
/// with a group of its own is no longer in Longhorn's group "default". https://longhorn.io/docs/latest/snapshots-and-backups/scheduling-backups-and-snapshots/
/// </summary>
internal sealed class RecurringJobFile : IAppFile
{
    public const string Namespace = "longhorn-system";

    public string Name => "recurringjob.yaml";

    /// <summary>Labels that put a volume into the instance's group; null where Longhorn is not the backup.</summary>
    public static YamlMap? Labels(App app) => app.Cluster.Backup is not BackupKind.Longhorn ? null : new YamlMap
    {
        ["recurring-job.longhorn.io/source"] = "enabled",
        [$"recurring-job-group.longhorn.io/{app.Instance.Name}"] = "enabled",
    };

    public IReadOnlyList<YamlDocument> Render(App app) => app.Cluster.Backup is not BackupKind.Longhorn
        ? []
        : [Job(app, "snapshot", "0 */6 * * *", retain: 8), Job(app, "backup", "30 3 * * *", retain: 14)];

    private static YamlDocument Job(App app, string task, string cron, int retain)
    {
        var name = $"{app.Instance.Name}-{task}";
        return FluxObject.Custom(
            "longhorn.io/v1beta2",
            "RecurringJob",
            name,
            new YamlMap
            {
                ["name"] = name,
                ["task"] = task,
                ["cron"] = cron,
                ["groups"] = YamlList.Of([app.Instance.Name]),
                ["retain"] = retain,
                ["concurrency"] = 1,
            },
            Namespace);
    }
}
