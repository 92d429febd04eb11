using Google.Protobuf.WellKnownTypes;
using OpenCode.AppHost.Hosting.Embedded.Proto;
using OpenCode.AppHost.Stack;
using Value = Google.Protobuf.WellKnownTypes.Value;

namespace OpenCode.AppHost.Hosting.Embedded;

/// <summary>Renders a service for the dashboard. Values of secrets never pass: a text that names the secret stands for them.</summary>
internal static class ResourceMapping
{
    public static Resource Map(Service service, ProcessPlan plan, string healthCheck, ServiceSnapshot now)
    {
        var isProject = service.Program is ServiceProgram.Project;
        var resource = new Resource
        {
            Name = plan.ResourceName,
            DisplayName = plan.Name,
            Uid = plan.ResourceName,
            ResourceType = isProject ? "Project" : "Executable",
            State = now.State.ToString(),
            CreatedAt = now.CreatedAt.ToTimestamp(),
            StartedAt = now.StartedAt?.ToTimestamp(),
            StoppedAt = now.StoppedAt?.ToTimestamp(),
            IconName = service.Icon,
            SupportsDetailedTelemetry = true,
            Commands = { ResourceCommands.For(now.State) },
            Urls = { service.Endpoint.Links.Select((link, index) => Url(plan, link, index, isActive: now.State is ServiceState.Running)) },
            Environment = { plan.Environment.Select(Variable) },
            Properties = { Properties(plan, isProject, now) },
            Relationships = { service.WaitsFor.Select(other => new ResourceRelationship { ResourceName = other, Type = "WaitFor" }) },
            HealthReports = { Health(healthCheck, now) },
        };

        // Only for failures: a style hides the icon that the dashboard derives from the health reports.
        if (now.HasFailed)
        {
            resource.StateStyle = "error";
        }

        return resource;
    }

    private static Url Url(ProcessPlan plan, Link link, int index, bool isActive) => new()
    {
        EndpointName = Endpoint.Scheme,
        FullUrl = new Uri(plan.Url, link.Path).ToString(),
        IsInactive = !isActive,

        // The highest comes first.
        DisplayProperties = new() { DisplayName = link.Name, SortOrder = 100 - index },
    };

    private static Proto.EnvironmentVariable Variable(PlannedVariable variable) =>
        new() { Name = variable.Name, Value = variable.Shown, IsFromSpec = !variable.IsAmbient };

    private static IEnumerable<ResourceProperty> Properties(ProcessPlan plan, bool isProject, ServiceSnapshot now)
    {
        yield return Property("executable.path", Value.ForString(plan.Executable));
        yield return Property("executable.workDir", Value.ForString(plan.WorkingDirectory));
        yield return Property("executable.args", Value.ForList([.. plan.Arguments.Select(Value.ForString)]));
        if (isProject)
        {
            yield return Property("project.path", Value.ForString(Path.GetFileName(plan.Executable) + ".csproj"));
        }

        if (now.Pid is { } pid)
        {
            yield return Property("executable.pid", Value.ForNumber(pid));
        }

        if (now.ExitCode is { } code)
        {
            yield return Property("resource.exitCode", Value.ForNumber(code));
        }
    }

    private static ResourceProperty Property(string name, Value value) => new() { Name = name, Value = value };

    private static HealthReport Health(string key, ServiceSnapshot now)
    {
        var report = new HealthReport { Key = key, Description = now.HealthText };
        if (now.Health is not ServiceHealth.Unknown)
        {
            report.Status = now.Health is ServiceHealth.Healthy ? HealthStatus.Healthy : HealthStatus.Unhealthy;
        }

        return report;
    }
}
