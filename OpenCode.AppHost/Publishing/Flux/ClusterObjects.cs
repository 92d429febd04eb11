using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Flux.Objects;
using OpenCode.AppHost.Stack.Cluster;

namespace OpenCode.AppHost.Publishing.Flux;

/// <summary>What a home-ops cluster has beside the tree, or what its owner makes: objects that the tree may refer to.</summary>
internal static class ClusterObjects
{
    public static IReadOnlyList<ObjectName> For(IEnumerable<App> apps) =>
    [
        new("GitRepository", FluxKustomization.Source, FluxKustomization.Source),
        new("Service", Authentik.Namespace, Authentik.Service),
        .. apps.SelectMany(Of).Distinct(),
    ];

    private static IEnumerable<ObjectName> Of(App app)
    {
        yield return new ObjectName("Secret", app.Namespace, FluxKustomization.Variables);
        yield return new ObjectName("ClusterSecretStore", string.Empty, app.Cluster.SecretStore);
        yield return new ObjectName("Gateway", app.Cluster.Gateway.Namespace, app.Cluster.Gateway.Name);
        yield return new ObjectName("Gateway", app.Cluster.ExternalGateway.Namespace, app.Cluster.ExternalGateway.Name);
        if (app.Cluster.Ingress is { } ingress)
        {
            yield return new ObjectName("IngressClass", string.Empty, ingress.Name);
        }

        if (app.Cluster.Secrets is SecretSource.Kubernetes)
        {
            foreach (var secret in SecretCommands.Secrets(app))
            {
                yield return new ObjectName("Secret", app.Namespace, secret.Name);
            }
        }
    }
}
