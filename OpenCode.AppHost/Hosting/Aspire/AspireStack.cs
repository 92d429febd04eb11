using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Hosting.Aspire;

/// <summary>Renders the model as Aspire resources: read from top to bottom, this is the application.</summary>
/// <param name="ports">Ports of 127.0.0.1 by service; empty when publishing, where the platform chooses.</param>
/// <param name="openCode">The <c>opencode</c> binary; null: it runs in a container.</param>
/// <param name="user">Who it is in there; null: the image's user.</param>
internal sealed class AspireStack(
    IDistributedApplicationBuilder builder,
    StackModel model,
    SecretValues secrets,
    RunFolder run,
    IReadOnlyDictionary<string, int> ports,
    string? openCode,
    ContainerUser? user = null)
{
    private const string Http = IOpenCodeResource.EndpointName;

    private readonly Dictionary<string, IResourceWithEndpoints> _resources = [];
    private readonly Dictionary<string, IResourceBuilder<ParameterResource>> _parameters = [];
    private readonly List<Action<AspireValues>> _describe = [];

    private bool IsPublished => builder.ExecutionContext.IsPublishMode;

    /// <summary>Where a service answers on this machine.</summary>
    public Uri UrlOf(string service) => new($"{Endpoint.Scheme}://{AspireValues.Loopback}:{ports[service]}");

    /// <param name="http">Asks the services whether they work.</param>
    public void AddTo(HttpClient http, TimeProvider time)
    {
        foreach (var secret in model.Secrets.Where(secret => IsPublished || secrets.Find(secret.Name) is not null))
        {
            _parameters.Add(secret.Name, builder.AddParameter(secret.Name, () => ValueOf(secret), secret: true));
        }

        foreach (var service in model.Services)
        {
            switch (service.Program)
            {
                case ServiceProgram.Npm npm when openCode is null:
                    Add(service, http, time, OpenCodeInContainer(service, npm), isContained: true);
                    break;
                case ServiceProgram.Npm:
                    var folder = model.Volume(service.WorkingVolume!).HostPath;
                    Add(service, http, time, builder.AddOpenCode(service.Name, openCode, folder, PortOf(service)), isContained: false);
                    break;
                case ServiceProgram.Container container:
                    var other = builder.AddContainer(service.Name, container.Image.Repository).WithPinnedImage(container.Image)
                        .AsUnprivileged(ContainerUser.OfImage).WithHttpEndpoint(PortOf(service), container.Port, Http, isProxied: false);
                    Add(service, http, time, other, isContained: true);
                    break;
                case ServiceProgram.Project project:
                    // Nothing here speaks TLS; without this Aspire asks for a development certificate.
                    var listener = AddProject(service.Name, project.Name).WithoutHttpsCertificate()
                        .WithHttpEndpoint(PortOf(service), PortOf(service), Http, isProxied: false);
                    Add(service, http, time, listener, isContained: IsPublished);
                    break;
            }
        }

        // What one service says of another can only be rendered when both are there.
        var values = new AspireValues(model, run, service => new EndpointReference(_resources[service], Http), _parameters);
        _describe.ForEach(describe => describe(values));
    }

    private IResourceBuilder<ProjectResource> AddProject(string name, string project) => project switch
    {
        "OpenCode.Bridge" => builder.AddProject<Projects.OpenCode_Bridge>(name),
        "OpenCode.ScriptedModel" => builder.AddProject<Projects.OpenCode_ScriptedModel>(name),
        _ => throw new InvalidOperationException($"{project} is no project of this AppHost"),
    };

    private IResourceBuilder<OpenCodeContainerResource> OpenCodeInContainer(Service service, ServiceProgram.Npm program)
    {
        var container = builder.AddOpenCode(service.Name, program.Image, PortOf(service), user);
        if (IsPublished)
        {
            // A platform's volumes share one name space.
            return container.WithDataVolume($"{service.Name}-{OpenCodeService.Data}").WithWorkspacesVolume($"{service.Name}-{OpenCodeService.Workspaces}");
        }

        return container.WithDataBindMount(model.Volume(OpenCodeService.Data).HostPath).WithWorkspaces(model.Volume(OpenCodeService.Workspaces).HostPath);
    }

    private void Add<T>(Service service, HttpClient http, TimeProvider time, IResourceBuilder<T> resource, bool isContained)
        where T : IResourceWithEndpoints, IResourceWithEnvironment, IResourceWithArgs, IResourceWithWaitSupport
    {
        _resources.Add(service.Name, resource.Resource);
        resource.WithIconName(service.Icon);
        resource.WithLinks(service.Endpoint, Http);
        if (!IsPublished)
        {
            resource.WithEndpoint(Http, endpoint => endpoint.TargetHost = AspireValues.Loopback);
            resource.WithHealthCheck(ServiceHealthCheck.Register(builder, service.Name, HealthProbe.For(service, UrlOf(service.Name), secrets, http, time)));
        }

        _describe.Add(values =>
        {
            resource.WithArgs(context => service.Arguments.ToList().ForEach(value => context.Args.Add(values.RenderArgument(service, value, isContained))));
            resource.WithEnvironment(context => Describe(service, context.EnvironmentVariables, values, isContained));
            foreach (var other in service.WaitsFor.Select(name => builder.CreateResourceBuilder(_resources[name])))
            {
                resource.WithReferenceRelationship(other.Resource).WaitFor(other);
            }
        });
    }

    private void Describe(Service service, Dictionary<string, object> environment, AspireValues values, bool isContained)
    {
        // The dashboard ends before the services do; with Aspire's retries each would wait ten seconds for it to come back.
        environment.Remove("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY");
        foreach (var variable in service.Environment)
        {
            if (isContained && variable.Value is Value.FilePath file)
            {
                // A manifest has no file to mount, and a mounted one is private to the person who runs the AppHost, whose
                // user id need not be the container's. The server reads the same text from this variable.
                environment[$"{variable.Name}_CONTENT"] = model.ConfigFile(file.ConfigFile).Content;
            }
            else if (values.Render(service, variable.Value, isContained) is { } value)
            {
                environment[variable.Name] = value;
            }
        }
    }

    private int? PortOf(Service service) => ports.TryGetValue(service.Name, out var port) ? port : null;

    // An empty value equals an unset one, everywhere in this product.
    private string ValueOf(Secret secret) => secrets.Find(secret.Name) ?? string.Empty;
}
