using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes.Resources;
using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Hosting.Aspire.Kubernetes;

/// <summary>How the cluster asks a container whether it works.</summary>
internal static class Probes
{
    /// <summary>The bridge tells everybody who asks.</summary>
    public static void AskOpenly(ContainerV1 container)
    {
        container.ReadinessProbe = Get("/health");
        container.LivenessProbe = Get("/alive");
    }

    /// <summary>
    /// OpenCode answers 401 to those without the password, so a command inside asks. Liveness asks the same, patiently: a
    /// wedged server keeps its port open.
    /// </summary>
    public static void AskWithPassword(ContainerV1 container, int port)
    {
        var variables = $"\"$OPENCODE_SERVER_USERNAME\" \"${OpenCodeService.Password.Variable}\"";
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/global/health");
        string[] command = ["/bin/sh", "-c", $"wget -q -O /dev/null --header \"Authorization: Basic $(printf '%s:%s' {variables} | base64 | tr -d '\\n')\" {address}"];
        container.StartupProbe = new() { TcpSocket = new() { Port = port }, PeriodSeconds = 2, FailureThreshold = 60 };
        container.ReadinessProbe = Run(command, failures: 3);
        container.LivenessProbe = Run(command, failures: 10);
    }

    // Aspire's own probes have the scheme in lower case, which no API server takes.
    private static ProbeV1 Get(string path) => new()
    {
        HttpGet = new() { Path = path, Port = new(IOpenCodeResource.EndpointName), Scheme = "HTTP" },
        PeriodSeconds = 15,
        TimeoutSeconds = 5,
    };

    private static ProbeV1 Run(string[] command, int failures)
    {
        var probe = new ProbeV1 { Exec = new(), PeriodSeconds = 15, TimeoutSeconds = 5, FailureThreshold = failures };
        probe.Exec.Command.AddRange(command);
        return probe;
    }
}
