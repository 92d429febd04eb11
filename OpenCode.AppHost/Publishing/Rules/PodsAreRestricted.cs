using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>
/// Pod Security "restricted", a read-only root, and nothing of the cluster in the pod: no token (app-template 4 mounts one
/// by default) and no addresses of other services. https://kubernetes.io/docs/concepts/security/pod-security-standards/
/// </summary>
internal sealed class PodsAreRestricted : IRule
{
    private static readonly Field[] s_pod =
    [
        new("automountServiceAccountToken", "false"), new("enableServiceLinks", "false"), new("securityContext.runAsNonRoot", "true"),
        new("securityContext.fsGroupChangePolicy", "OnRootMismatch"), new("securityContext.seccompProfile.type", "RuntimeDefault"),
    ];

    private static readonly Field[] s_container =
        [new("securityContext.allowPrivilegeEscalation", "false"), new("securityContext.readOnlyRootFilesystem", "true")];

    private static readonly string[] s_ids = ["runAsUser", "runAsGroup", "fsGroup"];

    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var pod in tree.Pods)
        {
            Fields(pod, pod.Settings, s_pod, broken);
            foreach (var id in s_ids)
            {
                if (pod.Settings.Node["securityContext"]?[id] is not YamlScalar { Kind: ScalarKind.Number, Value: not "0" })
                {
                    broken.Add(pod.Object, $"{pod.Settings.Path}.securityContext.{id}", "must be an id other than 0");
                }
            }

            foreach (var container in pod.Containers)
            {
                Fields(pod, new Part(string.Empty, container.Node, container.Path), s_container, broken);
                if (container.Node.At("securityContext.capabilities") is not YamlMap { Count: 1 } capabilities || capabilities["drop"]?.Items.Select(item => item.Text).SequenceEqual(["ALL"]) is not true)
                {
                    broken.Add(pod.Object, $"{container.Path}.securityContext.capabilities", "must drop ALL and add none");
                }

                if (container.Node.At("resources.limits.memory") is null)
                {
                    broken.Add(pod.Object, $"{container.Path}.resources.limits.memory", "must be set: an agent's build takes the node's memory");
                }
            }
        }
    }

    private static void Fields(RenderedPod pod, Part part, Field[] fields, Violations broken)
    {
        foreach (var (path, value) in fields)
        {
            if (part.Node.At(path)?.Text != value)
            {
                broken.Add(pod.Object, $"{part.Path}.{path}", $"must be {value}");
            }
        }
    }

    private sealed record Field(string Path, string Value);
}
