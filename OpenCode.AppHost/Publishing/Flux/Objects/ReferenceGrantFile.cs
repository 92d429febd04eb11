using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Flux.Objects;

/// <summary>Lets the policies of the instance's namespace refer to Authentik in its own. https://gateway-api.sigs.k8s.io/api-types/referencegrant/</summary>
internal sealed class ReferenceGrantFile : IAppFile
{
    public string Name => "referencegrant.yaml";

    public IReadOnlyList<YamlDocument> Render(App app)
    {
        if (app.Routes.All(route => route.Guard is not RouteGuard.Authentik))
        {
            return [];
        }

        return [FluxObject.Custom(
            "gateway.networking.k8s.io/v1beta1",
            "ReferenceGrant",
            $"{app.Name}-extauth",
            new YamlMap
            {
                ["from"] = new YamlList
                {
                    new YamlMap { ["group"] = "gateway.envoyproxy.io", ["kind"] = "SecurityPolicy", ["namespace"] = app.Namespace },
                },
                ["to"] = new YamlList { new YamlMap { ["group"] = string.Empty, ["kind"] = "Service", ["name"] = Authentik.Service } },
            },
            Authentik.Namespace)];
    }
}
