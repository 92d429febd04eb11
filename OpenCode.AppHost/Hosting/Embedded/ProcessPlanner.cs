using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Hosting.Embedded;

/// <summary>Where the services send their telemetry.</summary>
/// <param name="Grpc">For OTLP over gRPC.</param>
/// <param name="Http">For OTLP over HTTP, without <c>/v1/…</c>.</param>
internal sealed record TelemetryTarget(Uri Grpc, Uri Http, string ApiKey);

/// <summary>
/// Renders services as processes. Pure: ports, folders, programs and the ambient environment are given, nothing is
/// read or written.
/// </summary>
/// <param name="urlOf">Where a service listens, by its name.</param>
/// <param name="projectPath">Path of the built program of a .NET project, by the project's name.</param>
internal sealed class ProcessPlanner(
    LocalStack stack,
    Func<string, Uri> urlOf,
    IReadOnlyDictionary<string, string> ambient,
    TelemetryTarget telemetry,
    string dotnetRoot,
    Func<string, string> projectPath)
{
    public ProcessPlan Plan(Service service, string instance)
    {
        var executable = service.Program switch
        {
            ServiceProgram.Npm => stack.Tools.OpenCode,
            ServiceProgram.Project project => projectPath(project.Name),
            _ => throw new InvalidOperationException($"No program for {service.Name}"),
        };

        return new ProcessPlan(
            service.Name,
            instance,
            executable,
            [.. service.Arguments.Select(value => Render(service, value))],
            Environment(service, instance),
            service.WorkingVolume is { } volume ? stack.Model.Volume(volume).HostPath : Path.GetDirectoryName(executable)!,
            urlOf(service.Name));
    }

    private List<PlannedVariable> Environment(Service service, string instance)
    {
        // Later ones win: what the stack says about a variable is stronger than what the person's shell says.
        var variables = new Dictionary<string, PlannedVariable>();
        foreach (var (name, value) in ambient)
        {
            // A proxy's address may hold a password.
            variables[name] = new(name, value, value.Contains('@') ? name : null, IsAmbient: true);
        }

        foreach (var variable in Telemetry(service, instance))
        {
            variables[variable.Name] = variable;
        }

        foreach (var variable in service.Environment)
        {
            if (variable.Value is not Value.SecretValue secret)
            {
                variables[variable.Name] = new(variable.Name, Render(service, variable.Value));
            }
            else if (stack.Secrets.Find(secret.Secret) is { } text)
            {
                variables[variable.Name] = new(variable.Name, text, secret.Secret);
            }
        }

        return [.. variables.Values];
    }

    private IEnumerable<PlannedVariable> Telemetry(Service service, string instance)
    {
        yield return new("OTEL_EXPORTER_OTLP_HEADERS", $"x-otlp-api-key={telemetry.ApiKey}", "otlp-key");
        yield return new("OTEL_SERVICE_NAME", service.Name);
        yield return new("OTEL_RESOURCE_ATTRIBUTES", $"service.instance.id={instance}");
        if (service.Program is ServiceProgram.Project)
        {
            yield return new("OTEL_EXPORTER_OTLP_ENDPOINT", telemetry.Grpc.OriginalString);
            yield return new("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");

            // Milliseconds. The defaults of 5 s and 60 s make a page that somebody watches look dead.
            yield return new("OTEL_BLRP_SCHEDULE_DELAY", "1000");
            yield return new("OTEL_BSP_SCHEDULE_DELAY", "1000");
            yield return new("OTEL_METRIC_EXPORT_INTERVAL", "1000");
            yield return new("DOTNET_ROOT", dotnetRoot);
        }
        else
        {
            // OpenCode appends /v1/logs and /v1/traces itself and speaks HTTP only.
            yield return new("OTEL_EXPORTER_OTLP_ENDPOINT", telemetry.Http.OriginalString);
        }
    }

    private string Render(Service service, Value value) => value switch
    {
        Value.Literal literal => literal.Text,
        Value.ServiceUrl url => urlOf(url.Service).OriginalString + url.Path,
        Value.BindHost => urlOf(service.Name).Host,
        Value.BindPort => $"{urlOf(service.Name).Port}",
        Value.BindUrl => urlOf(service.Name).OriginalString,
        Value.Folder folder => Path.Combine(stack.Model.Volume(folder.Volume).HostPath, folder.SubPath),
        Value.FilePath file => HostFolders.PathOf(stack.Run, stack.Model.ConfigFile(file.ConfigFile)),

        // Arguments are seen by every user of the machine; a secret is a variable or nothing.
        _ => throw new InvalidOperationException($"{value.GetType().Name} cannot be rendered for {service.Name}"),
    };
}
