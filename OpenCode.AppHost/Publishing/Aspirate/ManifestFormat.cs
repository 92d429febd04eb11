using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenCode.AppHost.Publishing.Rules;
using OpenCode.AppHost.Stack;
using OpenCode.AppHost.Stack.Settings;

namespace OpenCode.AppHost.Publishing.Aspirate;

/// <summary>
/// The Aspire manifest, as Aspire's own publisher writes it for what both cover: parameters, the server, its variables,
/// arguments and volumes. Two differences make it fit for <c>aspirate generate</c>: the bridge is its pinned image
/// instead of a project that would be built first, and each service carries <see cref="TemplateData"/>.
/// </summary>
internal sealed class ManifestFormat : IPublishFormat
{
    public const string FileName = "aspire-manifest.json";

    private static readonly JsonSerializerOptions s_readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string Name => "manifest";

    public IReadOnlyList<IRule> Rules { get; } = [new ManifestReferencesResolve(), new ManifestImagesArePinned()];

    public Rendering Render(Deployment deployment)
    {
        var (model, settings) = deployment;
        Check(settings);
        var values = new ManifestValues(model);
        var cluster = settings.Instances[0].Cluster;
        var resources = new JsonObject();
        foreach (var secret in model.Secrets)
        {
            resources[secret.Name] = Parameter(secret);
        }

        foreach (var service in model.Services)
        {
            resources[service.Name] = Container(service, Image(service, settings), values, TemplateData.For(service, cluster));
        }

        var manifest = new JsonObject
        {
            ["$schema"] = "https://json.schemastore.org/aspire-8.0.json",
            ["resources"] = resources,
        };
        return new Rendering([new TextFile(FileName, manifest.ToJsonString(s_readable) + "\n")], [.. AspirateNotes.For(model, cluster)]);
    }

    private static JsonObject Parameter(Secret secret) => new()
    {
        ["type"] = "parameter.v0",
        ["value"] = $"{{{secret.Name}.inputs.value}}",
        ["inputs"] = new JsonObject { ["value"] = new JsonObject { ["type"] = "string", ["secret"] = true } },
    };

    private static JsonObject Container(Service service, ImageReference image, ManifestValues values, JsonObject data)
    {
        var container = new JsonObject
        {
            ["type"] = "container.v0",
            ["image"] = image.Digest is { } digest ? $"{image.Repository}@{digest}" : $"{image.Repository}:{image.Tag}",
        };
        if (service.Arguments.Count > 0)
        {
            container["args"] = new JsonArray([.. service.Arguments.Select(argument => (JsonNode)values.Text(service, argument))]);
        }

        if (service.Mounts.Count > 0)
        {
            container["volumes"] = new JsonArray([.. service.Mounts.Select(mount => new JsonObject
            {
                ["name"] = TemplateData.VolumeName(mount.Volume),
                ["target"] = mount.ContainerPath,
                ["readOnly"] = false,
            })]);
        }

        var environment = new JsonObject();
        if (service.Program is ServiceProgram.Npm)
        {
            environment["HOME"] = "/home/opencode";
        }

        foreach (var variable in service.Environment)
        {
            environment[ManifestValues.Name(variable)] = values.Text(service, variable.Value);
        }

        container["env"] = environment;
        container["bindings"] = new JsonObject
        {
            [ManifestValues.Binding] = new JsonObject
            {
                ["scheme"] = Endpoint.Scheme,
                ["protocol"] = "tcp",
                ["transport"] = "http",
                ["targetPort"] = ManifestValues.Port(service),
            },
        };
        container["annotations"] = data;
        return container;
    }

    private static ImageReference Image(Service service, StackSettings settings) => service.Program switch
    {
        ServiceProgram.Npm npm => npm.Image,
        ServiceProgram.Container container => container.Image,
        _ => settings.BridgeImage,
    };

    private static void Check(StackSettings settings)
    {
        var unwritable = settings.BridgeEnvironment.Where(pair => pair.Value.Contains('\'', StringComparison.Ordinal))
            .Select(pair => new SettingProblem($"Stack:Bridge:Environment:{pair.Key}", null, "Aspirate's templates write it in single quotes: it must have none; use --format flux"))
            .ToArray();
        if (unwritable.Length > 0)
        {
            throw new SettingsException(unwritable);
        }

        if (settings.Instances.Count > 1)
        {
            throw new SettingsException([new SettingProblem("Stack:Instances", null, "the manifest describes one environment; publish each instance with settings of its own, or use --format flux")]);
        }

        if (settings.Instances[0].Cluster is { SingleVolume: true } or { WorkspacesNfs: not null })
        {
            throw new SettingsException([new SettingProblem("Stack:Cluster", null, "a manifest knows neither SingleVolume nor WorkspacesNfs: its volumes are claims of their own; use --format flux")]);
        }
    }
}
