using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Flux.Objects;

/// <summary>
/// Who guards a route, where it is not the gateway's own policy, and how many requests it takes. A policy of a route
/// replaces the gateway's for that route, an empty one too (envoyproxy/gateway#4892).
/// </summary>
internal sealed class SecurityPolicyFile : IAppFile
{
    private const string ApiVersion = "gateway.envoyproxy.io/v1alpha1";

    public string Name => "securitypolicy.yaml";

    public IReadOnlyList<YamlDocument> Render(App app)
    {
        var documents = new List<YamlDocument>();
        foreach (var route in app.Routes)
        {
            var name = route.ObjectName(app);
            if (route.Guard is RouteGuard.Authentik)
            {
                documents.Add(FluxObject.Custom(ApiVersion, "SecurityPolicy", name, new YamlMap { ["targetRefs"] = Target(name), ["extAuth"] = Authentik.ExtAuth() }));
            }

            if (route.Guard is RouteGuard.App)
            {
                documents.Add(FluxObject.Custom(ApiVersion, "SecurityPolicy", name, new YamlMap { ["targetRefs"] = Target(name) }) with
                {
                    Comments =
                    [
                        "Replaces the gateway's own policy, such as a login page, for this route only.",
                        route.PathPrefix is null ? "What remains is the app's own access control." : "What remains is the single-use token in the path.",
                    ],
                });
            }

            if (route.RequestsPerMinute is { } requests)
            {
                documents.Add(FluxObject.Custom(ApiVersion, "BackendTrafficPolicy", name, RateLimit(name, requests)));
            }
        }

        return documents;
    }

    private static YamlMap RateLimit(string route, int requests) => new()
    {
        ["targetRefs"] = Target(route),
        ["rateLimit"] = new YamlMap
        {
            ["type"] = "Local",
            ["local"] = new YamlMap
            {
                ["rules"] = new YamlList { new YamlMap { ["limit"] = new YamlMap { ["requests"] = requests, ["unit"] = "Minute" } } },
            },
        },
        ["timeout"] = new YamlMap { ["http"] = new YamlMap { ["requestTimeout"] = "0s" } }, // event streams end when their reader does
    };

    private static YamlList Target(string route) =>
        [new YamlMap { ["group"] = "gateway.networking.k8s.io", ["kind"] = "HTTPRoute", ["name"] = route }];
}
