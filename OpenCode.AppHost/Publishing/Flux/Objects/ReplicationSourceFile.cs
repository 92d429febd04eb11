using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Yaml;
using OpenCode.AppHost.Stack.Cluster;

namespace OpenCode.AppHost.Publishing.Flux.Objects;

/// <summary>VolSync's backup of every volume of an app, each into a Restic repository of its own. https://volsync.readthedocs.io/en/stable/usage/restic/</summary>
internal sealed class ReplicationSourceFile : IAppFile
{
    // The item of home-ops repositories that holds where backups go.
    private const string Item = "volsync-template";

    public string Name => "replicationsource.yaml";

    /// <summary>The Secrets that it needs, one for each volume.</summary>
    public static IEnumerable<AppSecret> Secrets(App app) =>
        app.Cluster.Backup is BackupKind.Volsync ? app.Claims.Select(claim => Secret(app.ClaimName(claim))) : [];

    public IReadOnlyList<YamlDocument> Render(App app)
    {
        if (app.Cluster.Backup is not BackupKind.Volsync)
        {
            return [];
        }

        var documents = new List<YamlDocument>();
        foreach (var claim in app.Claims.Select(app.ClaimName))
        {
            if (app.Cluster.Secrets is SecretSource.Onepassword)
            {
                documents.Add(ExternalSecretFile.Create($"{claim}-volsync", Secret(claim), app.Cluster, Item));
            }

            documents.Add(FluxObject.Custom("volsync.backube/v1alpha1", "ReplicationSource", claim, new YamlMap
            {
                ["sourcePVC"] = claim,
                ["trigger"] = new YamlMap { ["schedule"] = "0 */6 * * *" },
                ["restic"] = Restic(app, claim),
            }));
        }

        return documents;
    }

    private static YamlMap Restic(App app, string claim)
    {
        var storageClass = app.Cluster.StorageClass;
        return new YamlMap
        {
            ["copyMethod"] = "Snapshot",
            ["pruneIntervalDays"] = 14,
            ["repository"] = Secret(claim).Name,

            // Without a name VolSync takes the default snapshot class of the volume's driver.
            ["volumeSnapshotClassName"] = storageClass == ClusterSettings.Default.StorageClass ? "longhorn-snapshot" : null,
            ["storageClassName"] = storageClass,
            ["accessModes"] = YamlList.Of(["ReadWriteOnce"]),
            ["cacheCapacity"] = "2Gi",
            ["cacheStorageClassName"] = storageClass,
            ["cacheAccessModes"] = YamlList.Of(["ReadWriteOnce"]),
            ["moverSecurityContext"] = new YamlMap
            {
                ["runAsNonRoot"] = true,
                ["runAsUser"] = app.UserId,
                ["runAsGroup"] = app.UserId,
                ["fsGroup"] = app.UserId,
                ["seccompProfile"] = new YamlMap { ["type"] = "RuntimeDefault" },
            },
            ["retain"] = new YamlMap { ["hourly"] = 24, ["daily"] = 7, ["weekly"] = 4 },
        };
    }

    private static AppSecret Secret(string claim) => new($"{claim}-volsync-secret",
    [
        new SecretEntry("RESTIC_REPOSITORY", $"{{{{ .REPOSITORY_TEMPLATE }}}}/{claim}", ["REPOSITORY_TEMPLATE"], [], $"\"$REPOSITORY_TEMPLATE/{claim}\""),
        .. ((string[])["RESTIC_PASSWORD", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
            .Select(key => new SecretEntry(key, $"{{{{ .{key} }}}}", [key], [], $"\"${key}\"")),
    ]);
}
