using Grpc.Core;
using Grpc.Net.Client;
using OpenCode.AppHost.Hosting;
using OpenCode.AppHost.Hosting.Embedded;
using OpenCode.AppHost.Hosting.Embedded.Proto;

namespace OpenCode.Tests.Hosting.Embedded;

public sealed class ResourceServerTests
{
    [Fact]
    public async Task Only_a_caller_with_the_key_is_answered()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var service = new ResourceService(TestStack.Stack.Model, new Dictionary<string, ServiceRunner>(), new StateBoard());
        var (app, url) = await ResourceServer.StartAsync(service, "the-key", cancellation);
        await using var server = app;
        using var channel = GrpcChannel.ForAddress(url);
        var client = new DashboardService.DashboardServiceClient(channel);

        var information = await client.GetApplicationInformationAsync(new(), Key("the-key"), cancellationToken: cancellation);
        Assert.Equal("OpenCode", information.ApplicationName);

        using var watch = client.WatchResources(new(), Key("the-key"), cancellationToken: cancellation);
        Assert.True(await watch.ResponseStream.MoveNext(cancellation));
        Assert.NotNull(watch.ResponseStream.Current.InitialData);

        foreach (var headers in new[] { [], Key("the-kez"), Key("") })
        {
            var refused = await Assert.ThrowsAsync<RpcException>(
                async () => await client.GetApplicationInformationAsync(new(), headers, cancellationToken: cancellation));
            Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
        }
    }

    private static Metadata Key(string key) => new() { { ResourceServer.KeyHeader, key } };
}
