using Grpc.Core;
using OpenCode.AppHost.Hosting.Embedded.Proto;
using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Hosting.Embedded;

/// <summary>Answers the dashboard: what runs, what it writes, and the buttons.</summary>
internal sealed class ResourceService(StackModel model, IReadOnlyDictionary<string, ServiceRunner> runners, StateBoard board)
    : DashboardService.DashboardServiceBase
{
    public override Task<ApplicationInformationResponse> GetApplicationInformation(ApplicationInformationRequest request, ServerCallContext context) =>
        Task.FromResult(new ApplicationInformationResponse { ApplicationName = "OpenCode" });

    public override async Task WatchResources(
        WatchResourcesRequest request, IServerStreamWriter<WatchResourcesUpdate> responseStream, ServerCallContext context)
    {
        var isFirst = true;
        await foreach (var services in board.WatchAsync(context.CancellationToken))
        {
            var resources = services.Select(Map);
            var update = isFirst
                ? new WatchResourcesUpdate { InitialData = new() { Resources = { resources } } }
                : new WatchResourcesUpdate { Changes = new() { Value = { resources.Select(resource => new WatchResourcesChange { Upsert = resource }) } } };
            isFirst = false;
            await responseStream.WriteAsync(update, context.CancellationToken);
        }
    }

    public override async Task WatchResourceConsoleLogs(
        WatchResourceConsoleLogsRequest request, IServerStreamWriter<WatchResourceConsoleLogsUpdate> responseStream, ServerCallContext context)
    {
        await foreach (var lines in Runner(request.ResourceName).Log.ReadAsync(!request.SuppressFollow, context.CancellationToken))
        {
            var sent = lines.Select(line => new ConsoleLogLine { Text = line.Text, IsStdErr = line.IsError, LineNumber = line.Number });
            await responseStream.WriteAsync(new() { LogLines = { sent } }, context.CancellationToken);
        }
    }

    public override async Task<ResourceCommandResponse> ExecuteResourceCommand(ResourceCommandRequest request, ServerCallContext context)
    {
        var command = ResourceCommands.Find(request.CommandName)
            ?? throw new RpcException(new Status(StatusCode.NotFound, $"No command {request.CommandName}"));
        try
        {
            await command(Runner(request.ResourceName));
            return new() { Kind = ResourceCommandResponseKind.Succeeded };
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return new() { Kind = ResourceCommandResponseKind.Failed, Message = exception.Message };
        }
    }

    /// <summary>This host asks the person nothing. The call stays open: the dashboard would call again at once.</summary>
    public override Task WatchInteractions(
        IAsyncStreamReader<WatchInteractionsRequestUpdate> requestStream,
        IServerStreamWriter<WatchInteractionsResponseUpdate> responseStream,
        ServerCallContext context) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.CancellationToken);

    private Resource Map(ServiceSnapshot now)
    {
        var runner = runners[now.Name];
        return ResourceMapping.Map(model.Service(now.Name), runner.Plan, runner.Probe.Name, now);
    }

    private ServiceRunner Runner(string resourceName) =>
        runners.Values.FirstOrDefault(runner => runner.Plan.ResourceName == resourceName)
        ?? throw new RpcException(new Status(StatusCode.NotFound, $"No resource {resourceName}"));
}
