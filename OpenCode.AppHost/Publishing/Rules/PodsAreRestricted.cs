using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>
/// Pod Security "restricted", a read-only root, and nothing of the cluster in the pod: no token (app-template 4 mounts one
/// by default) and no addresses of other services. https://kubernetes.io/docs/concepts/security/pod-security-standards/
/// </summary>
internal sealed class PodsAreRestricted : IRule
{
    private const string Pod = "spec.values.defaultPodOptions";

    private static readonly Field[] s_pod =
    [
        new("automountServiceAccountToken", "false"), new("enableServiceLinks", "false"), new("securityContext.runAsNonRoot", "true"),
        new("securityContext.fsGroupChangePolicy", "OnRootMismatch"), new("securityContext.seccompProfile.type", "RuntimeDefault"),
    ];

    private static readonly Field[] s_container =
        [new("securityContext.allowPrivilegeEscalation", "false"), new("securityContext.readOnlyRootFilesystem", "true")];

    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var release in tree.Releases)
        {
            var pod = release.Object.At(Pod);
            foreach (var (path, value) in s_pod.Where(pair => pod?.At(pair.Path)?.Text != pair.Value))
            {
                broken.Add(release.Object, $"{Pod}.{path}", $"must be {value}");
            }

            foreach (var id in (string[])["runAsUser", "runAsGroup", "fsGroup"])
            {
                if (pod?.At($"securityContext.{id}") is not YamlScalar { Kind: ScalarKind.Number, Value: not "0" })
                {
                    broken.Add(release.Object, $"{Pod}.securityContext.{id}", "must be an id other than 0");
                }
            }

            foreach (var container in release.Containers)
            {
                foreach (var (path, value) in s_container.Where(pair => container.Node.At(pair.Path)?.Text != pair.Value))
                {
                    broken.Add(release.Object, $"{container.Path}.{path}", $"must be {value}");
                }

                if (container.Node.At("securityContext.capabilities") is not YamlMap { Count: 1 } capabilities || capabilities["drop"]?.Items.Select(item => item.Text).SequenceEqual(["ALL"]) is not true)
                {
                    broken.Add(release.Object, $"{container.Path}.securityContext.capabilities", "must drop ALL and add none");
                }
            }
        }
    }

    private sealed record Field(string Path, string Value);
}
