using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;

namespace OpenCode.AppHost.Hosting.Aspire.Kubernetes;

/// <summary>What a pod of the stack may do: as little as its container on this machine. Pod Security "restricted" allows it.</summary>
internal static class UnprivilegedPod
{
    private const int UserId = 1000;

    /// <param name="writable">Folders beside <c>/tmp</c> and the volumes that are writable, and empty at each start.</param>
    /// <returns>The pod's one container.</returns>
    public static ContainerV1 Shape(KubernetesResource service, params string[] writable)
    {
        var pod = service.Workload!.PodTemplate.Spec;
        pod.AutomountServiceAccountToken = false;
        pod.EnableServiceLinks = false;
        pod.ShareProcessNamespace = true; // OpenCode as process 1 ignores SIGTERM
        pod.SecurityContext = new()
        {
            RunAsNonRoot = true,
            RunAsUser = UserId,
            RunAsGroup = UserId,
            FsGroup = UserId,
            FsGroupChangePolicy = "OnRootMismatch",
            SeccompProfile = new() { Type = "RuntimeDefault" },
        };

        var container = pod.Containers.Single();
        container.SecurityContext = new()
        {
            AllowPrivilegeEscalation = false,
            ReadOnlyRootFilesystem = true,
            Capabilities = new() { Drop = { "ALL" } },
        };
        foreach (var folder in (string[])["/tmp", .. writable])
        {
            var name = Path.GetFileName(folder);
            pod.Volumes.Add(new() { Name = name, EmptyDir = new() });
            container.VolumeMounts.Add(new() { Name = name, MountPath = folder });
        }

        return container;
    }
}
