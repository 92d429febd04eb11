using System.Globalization;
using System.Text.Json.Nodes;
using OpenCode.AppHost.Stack;
using OpenCode.AppHost.Stack.Cluster;

namespace OpenCode.AppHost.Publishing.Aspirate;

/// <summary>
/// What the templates of <c>AspirateTemplates</c> need and a manifest has no word for. It travels as annotations, the one free
/// place of a resource that reaches Aspirate's templates; these consume it, and none becomes an annotation of a pod.
/// </summary>
internal static class TemplateData
{
    // The user "app" of .NET's chiseled images.
    private const int BridgeUser = 1654;
    private const int AgentUser = 1000;

    public static JsonObject For(Service service, ClusterSettings cluster)
    {
        var isServer = service.Program is ServiceProgram.Npm;
        var resources = isServer ? cluster.Resources : null;
        var data = new JsonObject
        {
            ["user"] = (service.Program is ServiceProgram.Project ? BridgeUser : AgentUser).ToString(CultureInfo.InvariantCulture),
            ["port"] = ManifestValues.Port(service).ToString(CultureInfo.InvariantCulture),

            // The inbox stays reachable while the server is down: /health would say 503 then.
            [service.Health.Credentials is null ? "probe" : "probe-with-password"] = service.Program is ServiceProgram.Project ? "/alive" : service.Health.Path,
            ["cpu"] = resources?.Requests.GetValueOrDefault("cpu")?.Text ?? "10m",
            ["memory"] = resources?.Requests.GetValueOrDefault("memory")?.Text ?? "64Mi",
            ["memory-limit"] = resources?.Limits.GetValueOrDefault("memory")?.Text ?? (isServer ? "4Gi" : "256Mi"),
        };
        if (service.Environment.Any(variable => variable.Value is Value.SecretValue))
        {
            data["secret"] = SecretName(service);
        }

        if (service.WorkingVolume is { } volume)
        {
            data["folder"] = service.Mounts.Single(mount => mount.Volume == volume).ContainerPath;
        }

        if (service.Mounts.Count > 0)
        {
            data["storage-class"] = cluster.StorageClass;
        }

        foreach (var mount in service.Mounts)
        {
            data[VolumeName(mount.Volume)] = Size(mount.Volume, cluster).Text;
        }

        return data;
    }

    /// <summary>As Aspire's manifest names volumes, after the application where they are not yet.</summary>
    public static string VolumeName(string volume) => $"opencode-{volume}";

    /// <summary>The Secret that a person makes; the deployment only refers to it.</summary>
    public static string SecretName(Service service) => $"{service.Name}-secret";

    private static Quantity Size(string volume, ClusterSettings cluster) => volume switch
    {
        OpenCodeService.Data => cluster.DataSize,
        OpenCodeService.Workspaces => cluster.WorkspacesSize,
        _ => Quantity.Parse("1Gi")!,
    };
}
