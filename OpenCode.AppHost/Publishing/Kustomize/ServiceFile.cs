using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Flux;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Kustomize;

/// <summary>The Service of an app.</summary>
internal sealed class ServiceFile : IAppFile
{
    public string Name => "service.yaml";

    public IReadOnlyList<YamlDocument> Render(App app)
    {
        var ports = new YamlList { Port("http", app.Port) };
        if (app.MetricsPort is { } metrics)
        {
            ports.Add(Port("metrics", metrics));
        }

        var spec = new YamlMap { ["selector"] = WorkloadFile.Labels(app), ["ports"] = ports };
        return [new YamlDocument(FluxObject.Frame("v1", "Service", app.Name, spec), Schemas.Core("service-v1"))];
    }

    private static YamlMap Port(string name, int port) => new() { ["name"] = name, ["port"] = port, ["targetPort"] = port };
}
