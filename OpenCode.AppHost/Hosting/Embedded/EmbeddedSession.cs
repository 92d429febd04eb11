using Microsoft.AspNetCore.Builder;

namespace OpenCode.AppHost.Hosting.Embedded;

/// <summary>One run of the stack, from the first process to the last. Dispose it and nothing of it is left.</summary>
/// <param name="plans">The process of every service, by the service's name.</param>
internal sealed class EmbeddedSession(
    LocalStack stack, IReadOnlyDictionary<string, ProcessPlan> plans, DcpProcess dcp, StateBoard board, StackReport report, TimeProvider time)
    : IAsyncDisposable
{
    private static readonly TimeSpan ReconnectDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _life = new();
    private readonly TaskCompletionSource _trouble = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private readonly Dictionary<string, ServiceRunner> _services = [];

    // The dashboard is no service of the stack: nobody waits for it and no list shows it.
    private readonly StateBoard _hidden = new();
    private ServiceRunner? _dashboard;
    private DcpClient? _client;
    private WebApplication? _resources;

    private IEnumerable<ServiceRunner> Runners => _dashboard is null ? _services.Values : _services.Values.Append(_dashboard);

    /// <param name="dashboard">The dashboard's process, given the address of the resource service.</param>
    /// <param name="login">What a person opens in the browser.</param>
    public async Task<int> RunAsync(Func<Uri, ProcessPlan> dashboard, Uri login, string resourceKey, CancellationToken stop)
    {
        try
        {
            report.WriteFile();
            dcp.Start();
            (_resources, var resources) = await ResourceServer.StartAsync(new(stack.Model, _services, board), resourceKey, stop);
            _client = await dcp.ConnectAsync(stop);
            CreateRunners(_client, dashboard(resources));
            foreach (var runner in Runners)
            {
                Background(runner.RunAsync);
            }

            Background(() => ObserveAsync(_client));
            Background(() => report.FollowAsync(name => LastLines(_services[name]), _life.Token));
            Background(() => FirstTask.RunAsync(stack, board, name => plans[name].Url, report, _life.Token));
            Background(() => ShowDashboardAsync(_dashboard!, login));

            await _trouble.Task.WaitAsync(stop);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (HostFailure failure) when (failure.ExitCode is HostFailure.Failed)
        {
            report.Say(failure.Message);
            return failure.ExitCode;
        }
    }

    public async ValueTask DisposeAsync()
    {
        var runners = Runners.ToList();
        runners.ForEach(runner => runner.ExpectEnd());
        report.Say("Stopping …");
        await OrderlyStop.RunAsync(_client, () => [.. runners.Select(runner => runner.Pid).OfType<int>(), .. dcp.FindProcesses()], time);
        await _life.CancelAsync();
        if (_resources is not null)
        {
            await _resources.DisposeAsync();
        }

        runners.ForEach(runner => runner.Dispose());
        _client?.Dispose();
        _http.Dispose();
        report.RemoveFile();
        HostFolders.Forget(stack.Run);
        _life.Dispose();
    }

    private static IReadOnlyList<string> LastLines(ServiceRunner runner) => runner.Log.Tail(StackReport.LinesOfFailure);

    private void CreateRunners(DcpClient client, ProcessPlan dashboard)
    {
        foreach (var service in stack.Model.Services)
        {
            var plan = plans[service.Name];
            var probe = HealthProbe.For(service, plan.Url, stack.Secrets, _http, time);
            _services.Add(service.Name, new(plan, probe, service.WaitsFor, client, board, _life.Token));
        }

        _hidden.Add(new(dashboard.Name, ServiceState.Waiting, time.GetUtcNow()));
        var dashboardProbe = new HealthProbe(_http, new Uri(dashboard.Url, "/health"), "text/plain", null, time);
        _dashboard = new(dashboard, dashboardProbe, [], client, _hidden, _life.Token);
    }

    private async Task ObserveAsync(DcpClient client)
    {
        long? silentSince = null;
        while (true)
        {
            try
            {
                await foreach (var process in client.WatchAsync(_life.Token))
                {
                    silentSince = null;
                    foreach (var runner in Runners)
                    {
                        runner.Observe(process.Metadata.Name, process.Status);
                    }
                }

                // A watch ends every now and then without harm; the next one begins with the state of everything.
                silentSince = null;
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                silentSince ??= time.GetTimestamp();
                if (time.GetElapsedTime(silentSince.Value) > LongestSilence)
                {
                    throw new HostFailure($"DCP, which runs the services, does not answer any more: {exception.Message}", HostFailure.Failed);
                }
            }

            await Task.Delay(ReconnectDelay, time, _life.Token);
        }
    }

    private async Task ShowDashboardAsync(ServiceRunner dashboard, Uri login)
    {
        await _hidden.WaitAsync([dashboard.Plan.Name], state => state.IsHealthy || state.HasEnded, _life.Token);
        if (_hidden[dashboard.Plan.Name].IsHealthy)
        {
            report.Say($"Dashboard: {login.OriginalString}");
        }

        await _hidden.WaitAsync([dashboard.Plan.Name], state => state.HasEnded, _life.Token);
        if (_hidden[dashboard.Plan.Name].HasFailed)
        {
            report.Say("The dashboard has failed; the services run on. It wrote last:");
            await report.SayLastLinesAsync(() => LastLines(dashboard), _life.Token);
        }
    }

    /// <summary>Runs beside the rest until the stack ends; a failure ends the stack.</summary>
    private async void Background(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (_life.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            _trouble.TrySetException(exception);
        }
    }
}
