using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Flux;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Kustomize;

/// <summary>The ways to an app through an ingress controller, where a cluster has no gateway. https://kubernetes.io/docs/concepts/services-networking/ingress/</summary>
internal sealed class IngressFile : IAppFile
{
    public string Name => "ingress.yaml";

    public IReadOnlyList<YamlDocument> Render(App app) => app.Cluster.Ingress is { } ingress ? [.. app.Routes.Select(route => Create(app, route, ingress.Name))] : [];

    private static YamlDocument Create(App app, AppRoute route, string className)
    {
        var frame = FluxObject.Frame("networking.k8s.io/v1", "Ingress", route.ObjectName(app), new YamlMap
        {
            ["ingressClassName"] = className,

            // Without a Secret the controller takes the certificate that it has.
            ["tls"] = new YamlList { new YamlMap { ["hosts"] = YamlList.Of([route.Host]) } },
            ["rules"] = new YamlList
            {
                new YamlMap { ["host"] = route.Host, ["http"] = new YamlMap { ["paths"] = new YamlList { Path(app, route) } } },
            },
        });
        frame["metadata"]!["annotations"] = Patience();
        return new YamlDocument(frame, Schemas.Core("ingress-networking-v1"));
    }

    private static YamlMap Path(App app, AppRoute route) => new()
    {
        ["path"] = route.PathPrefix ?? "/",
        ["pathType"] = "Prefix",
        ["backend"] = new YamlMap { ["service"] = new YamlMap { ["name"] = app.Name, ["port"] = new YamlMap { ["number"] = app.Port } } },
    };

    // An Ingress has no field for it. These are ingress-nginx's, which ends a quiet stream after a minute; others ignore them.
    private static YamlMap Patience() => new()
    {
        ["nginx.ingress.kubernetes.io/proxy-buffering"] = "off",
        ["nginx.ingress.kubernetes.io/proxy-read-timeout"] = "86400",
        ["nginx.ingress.kubernetes.io/proxy-send-timeout"] = "86400",
    };
}
