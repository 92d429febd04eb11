using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Pipelines;
using Microsoft.Extensions.DependencyInjection;
using OpenCode.AppHost.Publishing;
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

    // What the bridge keeps is small: alerts and decisions.
    private const string BridgeSize = "1Gi";

    /// <summary>Adds the chart to a publish that has all of the stack's resources.</summary>
    public static void AddTo(IDistributedApplicationBuilder builder, Deployment deployment)
    {
        var cluster = builder.AddKubernetesEnvironment(Name).WithDashboard(enabled: false);
        var sizes = deployment.Settings.Instances[0].Cluster;
        foreach (var resource in builder.Resources.OfType<IComputeResource>().ToList())
        {
            var service = builder.CreateResourceBuilder(resource);
            service.PublishAsKubernetesService(QuotedValues.Apply);
            switch (resource)
            {
                case OpenCodeContainerResource server:
                    service
                        .WithPersistentVolume(cluster.AddKeptVolume($"{server.Name}-{OpenCodeService.Data}", sizes.DataSize.ToString()))
                        .WithPersistentVolume(cluster.AddKeptVolume($"{server.Name}-{OpenCodeService.Workspaces}", sizes.WorkspacesSize.ToString()))
                        .PublishAsKubernetesService(pod =>
                        {
                            var container = UnprivilegedPod.Shape(pod, OpenCodeContainerResource.HomePath);
                            container.WorkingDir = OpenCodeContainerResource.WorkspacesPath;
                            Probes.AskWithPassword(container, OpenCodeContainerResource.Port);
                        });
                    break;
                case ProjectResource bridge:
                    var mount = deployment.Model.Service(bridge.Name).Mounts.Single();
                    service
                        .WithPersistentVolume(cluster.AddKeptVolume(mount.Volume, BridgeSize), mount.ContainerPath)
                        .PublishAsKubernetesService(pod => Probes.AskOpenly(UnprivilegedPod.Shape(pod)));
                    break;
                default:
                    service.PublishAsKubernetesService(pod => UnprivilegedPod.Shape(pod));
                    break;
            }
        }

        // The cluster's tree and the manifest lie in the same folder and are none of the chart's.
        builder.Pipeline.AddStep(
            "helm-ignore",
            context => File.WriteAllTextAsync(
                Path.Combine(context.Services.GetRequiredService<IPipelineOutputService>().GetOutputDirectory(), ".helmignore"), "/kubernetes\n/aspire-manifest.json\n"),
            dependsOn: $"publish-{Name}",
            requiredBy: WellKnownPipelineSteps.Publish);
    }

    // Uninstalling the chart leaves it where it is.
    private static IResourceBuilder<KubernetesPersistentVolumeResource> AddKeptVolume(
        this IResourceBuilder<KubernetesEnvironmentResource> cluster, string name, string size) =>
        cluster.AddPersistentVolume(name).WithCapacity(size).WithVolumeAnnotation("helm.sh/resource-policy", "keep");
}
