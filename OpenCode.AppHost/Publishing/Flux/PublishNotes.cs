using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Flux.Objects;
using OpenCode.AppHost.Stack;
using OpenCode.AppHost.Stack.Cluster;

namespace OpenCode.AppHost.Publishing.Flux;

/// <summary>What the tree cannot say to its owner: what is missing, what is to be done by hand.</summary>
internal static class PublishNotes
{
    /// <param name="folderOf">Where the format keeps an app.</param>
    public static IReadOnlyList<Note> For(Deployment deployment, IReadOnlyList<App> apps, Func<App, string> folderOf) =>
        [.. Warnings(deployment).Select(text => new Note(text, IsWarning: true)), .. ToDo(deployment, apps, folderOf).Select(text => new Note(text))];

    private static IEnumerable<string> Warnings(Deployment deployment)
    {
        var settings = deployment.Settings;
        if (settings.BridgeImage.Digest == StackSettings.UnknownDigest)
        {
            yield return $"Stack:Bridge:ImageDigest is all zeros: {settings.BridgeImage.Repository}:{settings.BridgeImage.Tag} cannot be pulled. Build and push an image of your own, and set Stack:Bridge:Image, :ImageTag and :ImageDigest (docs/deploy.md)";
        }

        foreach (var instance in settings.Instances)
        {
            var cluster = instance.Cluster;
            if (cluster.Backup is BackupKind.Longhorn && !cluster.StorageClass.Contains("longhorn", StringComparison.Ordinal))
            {
                yield return $"{instance.Name}: Stack:Cluster:Backup=longhorn saves volumes of Longhorn only; if the storage class '{cluster.StorageClass}' is not one of its classes, nothing is saved: use volsync";
            }

            if (cluster is { WorkspacesNfs: not null, Backup: not BackupKind.None })
            {
                yield return $"{instance.Name}: the workspaces stand on {cluster.WorkspacesNfs.Server}, whose own backup has to save them";
            }
        }
    }

    private static IEnumerable<string> ToDo(Deployment deployment, IReadOnlyList<App> apps, Func<App, string> folderOf)
    {
        if (deployment.Settings.Image.Repository == StackSettings.DefaultImage)
        {
            yield return "The official image of OpenCode has neither git nor ssh nor bash; an image for work is set by Stack:OpenCode:Image, :ImageTag and :ImageDigest";
        }

        var appsOf = apps.ToLookup(app => app.Instance.Name);
        foreach (var instance in deployment.Settings.Instances)
        {
            var own = appsOf[instance.Name].ToList();
            if (instance.Cluster.Secrets is SecretSource.Kubernetes)
            {
                yield return $"{instance.Name}: make the Secrets once, with the variables set in your shell:";
                foreach (var command in own.SelectMany(SecretCommands.For))
                {
                    yield return "  " + command;
                }

                foreach (var (secret, keys) in own.Select(app => (app.Secret.Name, string.Join(", ", SecretCommands.OptionalKeys(app.Secret)))).Where(pair => pair.Item2.Length > 0))
                {
                    yield return $"  {secret} may also have {keys}";
                }
            }
            else
            {
                var entries = own.SelectMany(app => app.Secret.Entries).ToList();
                var required = entries.SelectMany(entry => entry.Required).Distinct().ToList();
                var optional = entries.SelectMany(entry => entry.Optional).Distinct().Except(required);
                yield return $"{instance.Name}: the item '{instance.Cluster.SecretItem}' of {instance.Cluster.SecretStore} needs the fields {string.Join(", ", required)}; it may have {string.Join(", ", optional)}";
            }

            if (instance.Cluster.External is not ExternalAccess.None)
            {
                yield return $"{instance.Name}: a Cloudflare tunnel without a rule for the whole domain needs those of {folderOf(own[0])}/{TunnelRule.FileName}";
            }
        }
    }
}
