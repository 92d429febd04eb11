using Grpc.Core;
using Grpc.Net.Client;
using OpenCode.AppHost.Hosting.Embedded.Proto;

namespace OpenCode.Tests.EndToEnd;

/// <summary>
/// Presses the dashboard's buttons without a browser: calls the host's resource service with the address and the key that
/// the host gave to the dashboard's process.
/// </summary>
internal static class ResourceServiceClient
{
    private static readonly string[] s_programs = ["aspire-managed dashboard", "Aspire.Dashboard"];

    public static async Task RestartAsync(string displayName, int host, CancellationToken cancellationToken)
    {
        var environment = DashboardEnvironment(host);
        using var channel = GrpcChannel.ForAddress(environment["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"]);
        var client = new DashboardService.DashboardServiceClient(channel);
        var key = new Metadata { { "x-resource-service-api-key", environment["DASHBOARD__RESOURCESERVICECLIENT__APIKEY"] } };

        using var watch = client.WatchResources(new WatchResourcesRequest(), key, cancellationToken: cancellationToken);
        Resource? resource = null;
        while (resource is null)
        {
            // Aspire tells of some resources at once and of the others as changes.
            Assert.True(await watch.ResponseStream.MoveNext(cancellationToken), $"no resource {displayName}");
            var update = watch.ResponseStream.Current;
            resource = (update.InitialData?.Resources ?? []).Concat((update.Changes?.Value ?? []).Select(change => change.Upsert).OfType<Resource>())
                .FirstOrDefault(resource => resource.DisplayName == displayName);
        }

        var response = await client.ExecuteResourceCommandAsync(
            new ResourceCommandRequest { CommandName = "restart", ResourceName = resource.Name }, key, cancellationToken: cancellationToken);
        Assert.Equal(ResourceCommandResponseKind.Succeeded, response.Kind);
    }

    private static IReadOnlyDictionary<string, string> DashboardEnvironment(int host)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads the dashboard's environment in /proc");

        // Its program has another name in Aspire's packages than in the CLI's bundle.
        var dashboard = Assert.Single(StackProcesses.Of(host), process => s_programs.Any(name => process.CommandLine.Contains(name, StringComparison.Ordinal)));
        return StackProcesses.EnvironmentOf(dashboard.Id);
    }
}
