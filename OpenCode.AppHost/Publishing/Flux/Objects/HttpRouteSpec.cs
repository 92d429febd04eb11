using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Flux.Objects;

/// <summary>
/// What an HTTPRoute says, in a chart's values and as an object. No time-out: event streams, terminals (WebSockets) and
/// long prompts last as long as they last, and with it Envoy Gateway drops its idle time-out too.
/// </summary>
internal static class HttpRouteSpec
{
    /// <param name="backendKey">What names the Service: <c>name</c>, or the chart's <c>identifier</c>.</param>
    public static YamlMap Of(App app, AppRoute route, string backendKey) => new()
    {
        ["hostnames"] = YamlList.Of([route.Host]),
        ["parentRefs"] = new YamlList
        {
            new YamlMap { ["name"] = route.Gateway.Name, ["namespace"] = route.Gateway.Namespace, ["sectionName"] = "https" },
        },
        ["rules"] = new YamlList
        {
            new YamlMap
            {
                ["backendRefs"] = new YamlList { new YamlMap { [backendKey] = app.Name, ["port"] = app.Port } },
                ["filters"] = route.AddsCredentials ? Credentials(app) : null,
                ["matches"] = route.PathPrefix is null ? null : new YamlList
                {
                    new YamlMap { ["path"] = new YamlMap { ["type"] = "PathPrefix", ["value"] = route.PathPrefix } },
                },
                ["timeouts"] = new YamlMap { ["request"] = "0s" },
            },
        },
    };

    private static YamlList Credentials(App app) =>
    [
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
    ];
}
