using System.Security.Cryptography;

namespace OpenCode.AppHost.Hosting.Embedded;

/// <summary>
/// The local host for feeds that have none of Aspire's packages: the same orchestrator starts and supervises the
/// services, the same dashboard shows them, and this host is what lies between the two.
/// </summary>
internal static class EmbeddedHost
{
    private const string OtlpGrpc = "otlp-grpc";
    private const string OtlpHttp = "otlp-http";

    /// <summary>Runs the stack until <paramref name="stop"/>, which may come at any moment, also while it starts.</summary>
    /// <returns>The exit code: 0 after an orderly stop, 1 when the stack broke down.</returns>
    /// <exception cref="HostFailure">The stack cannot be started on this machine.</exception>
    public static async Task<int> RunAsync(LocalStack stack, TextWriter console, TimeProvider time, CancellationToken stop)
    {
        var file = new StackFile(stack.Run.StackFile);
        file.RefuseSecondHost();

        var ports = LoopbackPorts.Allocate(
        [
            .. stack.Model.Services.Select(PortRequest.For),
            new(DashboardPlan.Name, 0), new(OtlpGrpc, 0), new(OtlpHttp, 0),
        ]);
        Uri At(string name) => new($"http://127.0.0.1:{ports[name]}");
        var keys = DashboardKeys.Create();
        var ambient = AmbientEnvironment.OfThisProcess();
        var telemetry = new TelemetryTarget(At(OtlpGrpc), At(OtlpHttp), keys.Telemetry);
        var planner = new ProcessPlanner(stack, At, ambient, telemetry, ProjectPrograms.DotnetRoot, ProjectPrograms.Find);
        var plans = stack.Model.Services.ToDictionary(service => service.Name, service => planner.Plan(service, NewInstance()));
        HostFolders.Prepare(stack.Model, stack.Run);

        var board = StateBoard.Of(stack.Model, time);
        var dashboard = At(DashboardPlan.Name);
        var report = new StackReport("embedded", console, file, stack.Model, dashboard, At, board, time);
        await using var session = new EmbeddedSession(stack, plans, new DcpProcess(stack.Tools, stack.Run, ambient, time), board, report, time);
        return await session.RunAsync(
            resources => DashboardPlan.Create(stack.Tools.Dashboard, dashboard, resources, telemetry, keys, NewInstance(), ambient),
            new Uri(dashboard, $"/login?t={keys.Browser}"),
            keys.ResourceService,
            stop);
    }

    /// <summary>Eight characters, as Aspire's are: letters and digits that a name in DCP may hold.</summary>
    private static string NewInstance() => RandomNumberGenerator.GetHexString(8, lowercase: true);
}
