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
    public static async Task RestartAsync(string displayName, CancellationToken cancellationToken)
    {
        var environment = DashboardEnvironment();
        using var channel = GrpcChannel.ForAddress(environment["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"]);
        var client = new DashboardService.DashboardServiceClient(channel);
        var key = new Metadata { { "x-resource-service-api-key", environment["DASHBOARD__RESOURCESERVICECLIENT__APIKEY"] } };

        using var watch = client.WatchResources(new WatchResourcesRequest(), key, cancellationToken: cancellationToken);
        Assert.True(await watch.ResponseStream.MoveNext(cancellationToken));
        var resource = Assert.Single(watch.ResponseStream.Current.InitialData.Resources, resource => resource.DisplayName == displayName);
        var response = await client.ExecuteResourceCommandAsync(
            new ResourceCommandRequest { CommandName = "restart", ResourceName = resource.Name }, key, cancellationToken: cancellationToken);
        Assert.Equal(ResourceCommandResponseKind.Succeeded, response.Kind);
    }

    private static Dictionary<string, string> DashboardEnvironment()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads the dashboard's environment in /proc");
        var dashboard = Assert.Single(StackProcesses.All(), process => process.CommandLine.Contains("aspire-managed dashboard", StringComparison.Ordinal));
        return File.ReadAllText($"/proc/{dashboard.Id}/environ").Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
    }
}
