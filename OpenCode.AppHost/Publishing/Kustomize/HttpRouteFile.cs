using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Flux;
using OpenCode.AppHost.Publishing.Flux.Objects;

namespace OpenCode.AppHost.Publishing.Kustomize;

/// <summary>The ways to an app through a gateway.</summary>
internal sealed class HttpRouteFile : IAppFile
{
    public string Name => "httproute.yaml";

    public IReadOnlyList<YamlDocument> Render(App app) =>
        app.Cluster.Ingress is not null ? [] : [.. app.Routes.Select(route => FluxObject.Custom("gateway.networking.k8s.io/v1", "HTTPRoute", route.ObjectName(app), HttpRouteSpec.Of(app, route, "name")))];
}
