using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Yaml;
using OpenCode.AppHost.Stack.Cluster;

namespace OpenCode.AppHost.Publishing.Flux.Objects;

/// <summary>
/// The gateway adds the app's own Basic auth behind its login: one login for a browser, and <c>Authorization</c> stays free
/// for a token of Authentik's. https://gateway.envoyproxy.io/docs/tasks/security/credential-injection/
/// </summary>
internal sealed class HttpRouteFilterFile : IAppFile
{
    public const string ApiGroup = "gateway.envoyproxy.io";
    public const string Kind = "HTTPRouteFilter";

    public string Name => "httproutefilter.yaml";

    public static string ObjectName(App app) => $"{app.Name}-basic-auth";

    public IReadOnlyList<YamlDocument> Render(App app)
    {
        if (UpstreamAuth.Of(app) is not { } secret)
        {
            return [];
        }

        var filter = FluxObject.Custom($"{ApiGroup}/v1alpha1", Kind, ObjectName(app), new YamlMap
        {
            ["credentialInjection"] = new YamlMap
            {
                ["header"] = "Authorization",
                ["overwrite"] = true,
                ["credential"] = new YamlMap { ["valueRef"] = new YamlMap { ["kind"] = "Secret", ["name"] = secret.Name } },
            },
        });
        return app.Cluster.Secrets is SecretSource.Onepassword
            ? [filter, ExternalSecretFile.Create(secret.Name, secret, app.Cluster, app.Cluster.SecretItem)]
            : [filter];
    }
}
