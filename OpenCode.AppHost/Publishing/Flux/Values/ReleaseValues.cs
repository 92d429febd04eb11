using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Flux.Objects;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Flux.Values;

/// <summary>
/// Values of app-template. Controller, Service and the inner route are called like the release: the chart then never
/// renames them, however many there are. The chart ignores keys that it does not know, so a rule knows them too.
/// </summary>
internal static class ReleaseValues
{
    public static YamlMap Of(App app) => new()
    {
        ["controllers"] = new YamlMap { [app.Name] = ControllerValues.Of(app) },
        ["defaultPodOptions"] = PodOptions(app),
        ["service"] = new YamlMap { [app.Name] = Service(app) },
        ["route"] = Routes(app),
        ["persistence"] = PersistenceValues.Of(app),
    };

    private static YamlMap PodOptions(App app)
    {
        var selector = new YamlMap();
        foreach (var (key, value) in app.Cluster.NodeSelector)
        {
            selector[key] = value;
        }

        return new YamlMap
        {
            ["affinity"] = app.Cluster.Affinity.Count == 0 ? null : YamlJson.From(app.Cluster.Affinity),
            ["automountServiceAccountToken"] = false,
            ["enableServiceLinks"] = false,
            ["nodeSelector"] = selector.Count == 0 ? null : selector,
            ["securityContext"] = PodSecurity.OfPod(app.UserId),
            ["shareProcessNamespace"] = app.SharesProcesses ? true : null,
            ["terminationGracePeriodSeconds"] = app.SharesProcesses ? 60 : null,
        };
    }

    private static YamlMap Routes(App app)
    {
        var routes = new YamlMap();
        foreach (var route in app.Routes)
        {
            routes[route.Id] = HttpRouteSpec.Of(app, route, "identifier");
        }

        return routes;
    }

    private static YamlMap Service(App app) => new()
    {
        ["controller"] = app.Name,
        ["ports"] = new YamlMap
        {
            ["http"] = new YamlMap { ["port"] = app.Port },
            ["metrics"] = app.MetricsPort is { } metrics ? new YamlMap { ["port"] = metrics } : null,
        },
    };
}
