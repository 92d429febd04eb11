using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Flux.Objects;

/// <summary>Authentik's outpost as Envoy asks it. https://docs.goauthentik.io/add-secure-apps/providers/proxy/server_envoy/</summary>
internal static class Authentik
{
    public const string Namespace = "security";
    public const string Service = "authentik-server";

    public static YamlMap ExtAuth() => new()
    {
        ["failOpen"] = false,
        ["recomputeRoute"] = true,

        // Authorization: a tool without a browser brings a token there.
        ["headersToExtAuth"] = YamlList.Of(["Authorization", "Cookie", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Uri"]),
        ["http"] = new YamlMap
        {
            ["backendRefs"] = new YamlList
            {
                new YamlMap { ["kind"] = "Service", ["name"] = Service, ["namespace"] = Namespace, ["port"] = 80 },
            },
            ["path"] = "/outpost.goauthentik.io/auth/envoy",
            ["headersToBackend"] = YamlList.Of(
            [
                "Authorization", "Content-Type", "Location", "Set-Cookie",
                "X-authentik-email", "X-authentik-groups", "X-authentik-name", "X-authentik-uid", "X-authentik-username",
            ]),
        },
    };
}
