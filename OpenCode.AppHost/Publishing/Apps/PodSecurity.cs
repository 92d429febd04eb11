using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Apps;

/// <summary>What the Pod Security Standard "restricted" asks, and a read-only root file system on top.</summary>
internal static class PodSecurity
{
    public static YamlMap OfPod(int userId) => new()
    {
        ["runAsNonRoot"] = true,
        ["runAsUser"] = userId,
        ["runAsGroup"] = userId,
        ["fsGroup"] = userId,
        ["fsGroupChangePolicy"] = "OnRootMismatch",
        ["seccompProfile"] = new YamlMap { ["type"] = "RuntimeDefault" },
    };

    public static YamlMap OfContainer() => new()
    {
        ["allowPrivilegeEscalation"] = false,
        ["readOnlyRootFilesystem"] = true,
        ["capabilities"] = new YamlMap { ["drop"] = YamlList.Of(["ALL"]) },
    };
}
