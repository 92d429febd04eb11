using System.Text.RegularExpressions;
using OpenCode.AppHost.Publishing.Rules;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Kustomize;

/// <summary>Pod Security "restricted", a read-only root, a pinned image, a memory limit, probes; one pod that is replaced, never doubled.</summary>
internal sealed partial class PodsAreFit : IRule
{
    private static readonly (string Path, string Value)[] s_pod =
    [
        ("automountServiceAccountToken", "false"), ("enableServiceLinks", "false"), ("securityContext.runAsNonRoot", "true"),
        ("securityContext.fsGroupChangePolicy", "OnRootMismatch"), ("securityContext.seccompProfile.type", "RuntimeDefault"),
    ];

    private static readonly (string Path, string Value)[] s_container =
    [
        ("securityContext.allowPrivilegeEscalation", "false"), ("securityContext.readOnlyRootFilesystem", "true"),
    ];

    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var item in tree.Objects.Where(item => item.Kind is "StatefulSet" or "Deployment"))
        {
            var update = item.Kind is "Deployment" ? ("spec.strategy.type", "Recreate") : ("spec.podManagementPolicy", "Parallel");
            var pod = item.Content.At("spec.template.spec");
            var violations = Fields(item.Content, string.Empty, [("spec.replicas", "1"), update])
                .Concat(Fields(pod, "spec.template.spec", s_pod))
                .Concat((pod?["containers"]?.Items ?? []).SelectMany((container, index) => Container(container, $"spec.template.spec.containers[{index}]")));
            foreach (var (path, problem) in violations)
            {
                broken.Add(item.File, path, problem);
            }
        }
    }

    private static IEnumerable<(string Path, string Problem)> Container(YamlNode container, string path)
    {
        foreach (var field in Fields(container, path, s_container))
        {
            yield return field;
        }

        if (!container.At("securityContext.capabilities.drop").IsList("ALL"))
        {
            yield return ($"{path}.securityContext.capabilities.drop", "must be ALL");
        }

        if (!Pinned().IsMatch(container["image"]?.Text ?? string.Empty))
        {
            yield return ($"{path}.image", $"'{container["image"]?.Text}' has no version with a digest (registry/name:1.2.3@sha256:…)");
        }

        foreach (var needed in ((string[])["resources.limits.memory", "readinessProbe", "livenessProbe"]).Where(needed => container.At(needed) is null))
        {
            yield return ($"{path}.{needed}", "is missing");
        }
    }

    private static IEnumerable<(string Path, string Problem)> Fields(YamlNode? node, string path, IEnumerable<(string Path, string Value)> fields) =>
        fields.Where(field => node?.At(field.Path)?.Text != field.Value).Select(field => ($"{path}.{field.Path}".TrimStart('.'), $"must be {field.Value}"));

    [GeneratedRegex(@"^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?/[^:@]+:v?\d+\.\d+\.\d+([.+-][0-9A-Za-z.-]+)?@sha256:[0-9a-f]{64}\z")]
    private static partial Regex Pinned();
}

file static class Lists
{
    public static bool IsList(this YamlNode? node, params string[] items) => node?.Items.Select(item => item.Text).SequenceEqual(items) is true;
}
