using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Yaml;
using OpenCode.AppHost.Stack.Cluster;

namespace OpenCode.AppHost.Publishing.Flux.Objects;

/// <summary>An app's Secret, made of fields of a 1Password item. https://external-secrets.io/latest/api/externalsecret/</summary>
internal sealed class ExternalSecretFile : IAppFile
{
    public string Name => "externalsecret.yaml";

    public IReadOnlyList<YamlDocument> Render(App app) =>
        app.Cluster.Secrets is SecretSource.Onepassword ? [Create(app.Name, app.Secret, app.Cluster, app.Cluster.SecretItem)] : [];

    public static YamlDocument Create(string name, AppSecret secret, ClusterSettings cluster, string item)
    {
        var data = new YamlMap();
        foreach (var entry in secret.Entries)
        {
            data[entry.Key] = entry.Template;
        }

        return FluxObject.Custom("external-secrets.io/v1", "ExternalSecret", name, new YamlMap
        {
            ["refreshInterval"] = "1h",
            ["secretStoreRef"] = new YamlMap { ["kind"] = "ClusterSecretStore", ["name"] = cluster.SecretStore },
            ["target"] = new YamlMap
            {
                ["name"] = secret.Name,
                ["creationPolicy"] = "Owner",
                ["template"] = new YamlMap { ["engineVersion"] = "v2", ["data"] = data },
            },
            ["dataFrom"] = new YamlList { new YamlMap { ["extract"] = new YamlMap { ["key"] = item } } },
        });
    }
}
