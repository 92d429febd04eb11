using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Hosting.Aspire.Kubernetes;

/// <summary>
/// The published resources as a Helm chart, for a cluster without Flux. Aspire's own publisher writes it; what that leaves
/// out stands here: volumes that outlive a pod, pods without privileges, probes that know the password. The chart holds
/// no value of a secret; <c>helm install --set secrets.…</c> gives them.
/// </summary>
internal static class HelmChart
{
    private const string Name = "helm";
    private const string DataSize = "5Gi";
    private const string WorkspacesSize = "50Gi";

    /// <summary>Adds the chart to a publish that has all of the stack's resources.</summary>
    public static void AddTo(IDistributedApplicationBuilder builder)
    {
        var cluster = builder.AddKubernetesEnvironment(Name).WithDashboard(enabled: false);
        var server = builder.Resources.OfType<OpenCodeContainerResource>().Single();
        foreach (var service in builder.Resources.OfType<IComputeResource>().ToList())
        {
            builder.CreateResourceBuilder(service).PublishAsKubernetesService(QuotedValues.Apply);
        }

        builder.CreateResourceBuilder(server)
            .WithPersistentVolume(cluster.AddKeptVolume($"{server.Name}-{OpenCodeService.Data}", DataSize))
            .WithPersistentVolume(cluster.AddKeptVolume($"{server.Name}-{OpenCodeService.Workspaces}", WorkspacesSize))
            .PublishAsKubernetesService(service =>
            {
                var container = UnprivilegedPod.Shape(service, OpenCodeContainerResource.HomePath);
                container.WorkingDir = OpenCodeContainerResource.WorkspacesPath;
                Probes.AskWithPassword(container, OpenCodeContainerResource.Port);
            });

        foreach (var listener in builder.Resources.OfType<ProjectResource>())
        {
            builder.CreateResourceBuilder(listener).PublishAsKubernetesService(service => Probes.AskOpenly(UnprivilegedPod.Shape(service)));
        }

        foreach (var other in builder.Resources.OfType<ContainerResource>().Where(container => container != server))
        {
            builder.CreateResourceBuilder(other).PublishAsKubernetesService(service => UnprivilegedPod.Shape(service));
        }
    }

    // Uninstalling the chart leaves it where it is.
    private static IResourceBuilder<KubernetesPersistentVolumeResource> AddKeptVolume(
        this IResourceBuilder<KubernetesEnvironmentResource> cluster, string name, string size) =>
        cluster.AddPersistentVolume(name).WithCapacity(size).WithVolumeAnnotation("helm.sh/resource-policy", "keep");
}
