using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Flux;
using OpenCode.AppHost.Publishing.Flux.Objects;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Kustomize;

/// <summary>The ways to an app. No time-out: event streams, terminals (WebSockets) and long prompts last as long as they last.</summary>
internal sealed class HttpRouteFile : IAppFile
{
    public string Name => "httproute.yaml";

    public IEnumerable<YamlDocument> Render(App app) => app.Routes.Select(route => FluxObject.Custom(
        "gateway.networking.k8s.io/v1",
        "HTTPRoute",
        route.ObjectName(app),
        new YamlMap
        {
            ["hostnames"] = YamlList.Of([route.Host]),
            ["parentRefs"] = new YamlList
            {
                new YamlMap { ["name"] = route.Gateway.Name, ["namespace"] = route.Gateway.Namespace, ["sectionName"] = "https" },
            },
            ["rules"] = new YamlList { Rule(app, route) },
        }));

    private static YamlMap Rule(App app, AppRoute route) => new()
    {
        ["backendRefs"] = new YamlList { new YamlMap { ["name"] = app.Name, ["port"] = app.Port } },
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
