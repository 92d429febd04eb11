using Microsoft.AspNetCore.Builder;

namespace OpenCode.AppHost.Hosting.Embedded;

/// <summary>One run of the stack, from the first process to the last. Dispose it and nothing of it is left.</summary>
internal sealed class EmbeddedSession : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan ReconnectDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);

    private readonly LocalStack _stack;
    private readonly IReadOnlyDictionary<string, ProcessPlan> _plans;
    private readonly DcpProcess _dcp;
    private readonly StackFile _file;
    private readonly StackReport _report;
    private readonly TimeProvider _time;

    private readonly CancellationTokenSource _life = new();
    private readonly TaskCompletionSource _trouble = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StateBoard _services = new();

    // The dashboard is no service of the stack: nobody waits for it and no list shows it.
    private readonly StateBoard _hidden = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private readonly Dictionary<string, ServiceRunner> _runners = [];
    private ServiceRunner? _dashboard;
    private DcpClient? _client;
    private WebApplication? _resources;
    private bool _dcpStarted;

    public EmbeddedSession(
        LocalStack stack,
        IReadOnlyDictionary<string, ProcessPlan> plans,
        Uri dashboard,
        DcpProcess dcp,
        StackFile file,
        TextWriter console,
        TimeProvider time)
    {
        (_stack, _plans, _dcp, _file, _time) = (stack, plans, dcp, file, time);
        _report = new StackReport(console, file, stack.Model, dashboard, UrlOf, _services);
        foreach (var service in stack.Model.Services)
        {
            _services.Add(new(service.Name, ServiceState.Waiting, time.GetUtcNow()));
        }

        _hidden.Add(new(DashboardPlan.Name, ServiceState.Waiting, time.GetUtcNow()));
    }

    /// <param name="dashboard">The dashboard's process, given the address of the resource service.</param>
    /// <param name="login">What a person opens in the browser.</param>
    public async Task<int> RunAsync(Func<Uri, ProcessPlan> dashboard, Uri login, string resourceKey, CancellationToken stop)
    {
        try
        {
            _report.WriteFile();
            _dcpStarted = true;
            _dcp.Start();
            _client = await _dcp.ConnectAsync(stop);
            CreateRunners(_client);
            Background(() => ObserveAsync(_client));
            Background(() => _report.FollowAsync(_runners, _time, _life.Token));
            foreach (var runner in _runners.Values)
            {
                Background(() => StartAsync(runner));
            }

            Background(FirstTaskAsync);
            (_resources, var url) = await ResourceServer.StartAsync(new(_stack.Model, _runners, _services), resourceKey, stop);
            var plan = dashboard(url);
            var probe = new HealthProbe(_http, new Uri(plan.Url, "/health"), "text/plain", null, _time);
            _dashboard = new ServiceRunner(plan, probe, [], _client, _hidden, _time, _life.Token);
            Background(() => ShowDashboardAsync(_dashboard, login));

            await _trouble.Task.WaitAsync(stop);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (HostFailure failure) when (failure.ExitCode is HostFailure.Failed)
        {
            _report.Say(failure.Message);
            return failure.ExitCode;
        }
    }

    public async ValueTask DisposeAsync()
    {
        var runners = _runners.Values.Concat(_dashboard is null ? [] : [_dashboard]).ToList();
        runners.ForEach(runner => runner.ExpectEnd());
        if (_dcpStarted)
        {
            _report.Say("Stopping …");
            await OrderlyStop.RunAsync(
                _dcp,
                _client,
                () => [.. runners.Select(runner => runner.Pid).OfType<int>()],
                StopTimeout,
                _time);
        }

        await _life.CancelAsync();
        if (_resources is not null)
        {
            await _resources.DisposeAsync();
        }

        runners.ForEach(runner => runner.Dispose());
        _client?.Dispose();
        _http.Dispose();
        _file.Remove();
        HostFolders.Forget(_stack.Run);
        _life.Dispose();
    }

    private Uri UrlOf(string service) => _plans[service].Url;

    private void CreateRunners(DcpClient client)
    {
        foreach (var service in _stack.Model.Services)
        {
            var plan = _plans[service.Name];
            var probe = HealthProbe.For(service, plan.Url, _stack.Secrets, _http, _time);
            _runners.Add(service.Name, new(plan, probe, service.WaitsFor, client, _services, _time, _life.Token));
        }
    }

    private static async Task StartAsync(ServiceRunner runner)
    {
        try
        {
            await runner.RunAsync();
        }
        catch (HttpRequestException)
        {
            // The board and the service's log have it: one service that cannot start does not end the others.
        }
    }

    private async Task ObserveAsync(DcpClient client)
    {
        var contact = _time.GetTimestamp();
        while (true)
        {
            try
            {
                await foreach (var report in client.WatchAsync(_life.Token))
                {
                    contact = _time.GetTimestamp();
                    _dashboard?.Observe(report);
                    foreach (var runner in _runners.Values)
                    {
                        runner.Observe(report);
                    }
                }

                // A watch ends every now and then without harm; the next one begins with the state of everything.
                await client.PingAsync(_life.Token);
                contact = _time.GetTimestamp();
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                if (_time.GetElapsedTime(contact) > LongestSilence)
                {
                    throw new HostFailure($"DCP, which runs the services, does not answer any more: {exception.Message}", HostFailure.Failed);
                }
            }

            await Task.Delay(ReconnectDelay, _time, _life.Token);
        }
    }

    private async Task ShowDashboardAsync(ServiceRunner dashboard, Uri login)
    {
        await StartAsync(dashboard);
        await _hidden.WaitAsync([DashboardPlan.Name], state => state.IsHealthy || state.HasEnded, _life.Token);
        if (_hidden[DashboardPlan.Name].IsHealthy)
        {
            _report.Say($"Dashboard: {login.OriginalString}");
        }

        await _hidden.WaitAsync([DashboardPlan.Name], state => state.HasEnded, _life.Token);
        if (_hidden[DashboardPlan.Name].HasFailed)
        {
            _report.Say("The dashboard has failed; the services run on. It wrote last:");
            await _report.SayLastLinesAsync(dashboard.Log, _time, _life.Token);
        }
    }

    private async Task FirstTaskAsync()
    {
        if (_stack.FirstTask is not { } task)
        {
            return;
        }

        await _services.WaitAsync([.. _plans.Keys], service => service.IsHealthy, _life.Token);
        try
        {
            await task.RunAsync(UrlOf, _life.Token);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !_life.IsCancellationRequested)
        {
            _report.Say($"The first task failed, the stack runs on: {exception.Message}");
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
