using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Flux.Objects;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Flux.Values;

/// <summary>
/// HTTPRoutes of an app. No time-out: event streams, terminals (WebSockets) and long prompts last as long as they last,
/// and with it Envoy Gateway drops its idle time-out too.
/// </summary>
internal static class RouteValues
{
    public static YamlMap Of(App app)
    {
        var routes = new YamlMap();
        foreach (var route in app.Routes)
        {
            routes[route.Id] = new YamlMap
            {
                ["hostnames"] = YamlList.Of([route.Host]),
                ["parentRefs"] = new YamlList
                {
                    new YamlMap { ["name"] = route.Gateway.Name, ["namespace"] = route.Gateway.Namespace, ["sectionName"] = "https" },
                },
                ["rules"] = new YamlList { Rule(app, route) },
            };
        }

        return routes;
    }

    private static YamlMap Rule(App app, AppRoute route) => new()
    {
        ["backendRefs"] = new YamlList { new YamlMap { ["identifier"] = app.Name, ["port"] = app.Port } },
        ["filters"] = !route.AddsCredentials ? null : new YamlList
        {
            new YamlMap
            {
                ["type"] = "ExtensionRef",
                ["extensionRef"] = new YamlMap
                {
                    ["group"] = HttpRouteFilterFile.ApiGroup,
                    ["kind"] = HttpRouteFilterFile.Kind,
                    ["name"] = HttpRouteFilterFile.ObjectName(app),
                },
            },
        },
        ["matches"] = route.PathPrefix is null ? null : new YamlList
        {
            new YamlMap { ["path"] = new YamlMap { ["type"] = "PathPrefix", ["value"] = route.PathPrefix } },
        },
        ["timeouts"] = new YamlMap { ["request"] = "0s" },
    };
}
