using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace OpenCode.AppHost.Hosting.Aspire;

/// <summary>One run of the application. What Aspire knows of its resources goes to the board, and from there to people and scripts.</summary>
internal sealed class AspireSession(
    DistributedApplication application, LocalStack stack, StateBoard board, StackReport report, Func<string, Uri> url, TimeProvider time) : IAsyncDisposable
{
    private readonly CancellationTokenSource _life = new();
    private readonly Dictionary<string, LogBuffer> _logs = stack.Model.Services.ToDictionary(service => service.Name, _ => new LogBuffer());
    private readonly List<Task> _background = [];

    /// <param name="login">What a person opens in the browser; null where there is no dashboard, as in Aspire's own tests.</param>
    public async Task<int> RunAsync(Uri? login, CancellationToken stop)
    {
        foreach (var service in stack.Model.Services)
        {
            board.Add(new(service.Name, ServiceState.Waiting, time.GetUtcNow()));
        }

        using var stopping = stop.Register(() =>
        {
            report.Say("Stopping …");
            _life.Cancel(); // what ends from now on is no news
        });
        _background.AddRange([
            ObserveAsync(),
            report.FollowAsync(service => _logs[service].Tail(StackReport.LinesOfFailure), _life.Token),
            FirstTask.RunAsync(stack, board, url, report, _life.Token),
            login is null ? Task.CompletedTask : ShowDashboardAsync(login),
        ]);
        try
        {
            await application.RunAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new HostFailure($"Aspire could not run the stack: {exception.Message}", HostFailure.Failed);
        }

        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        await _life.CancelAsync();
        await Task.WhenAll(_background).ContinueWith(_ => { }, TaskScheduler.Default);
        await application.DisposeAsync();
        report.RemoveFile();
        HostFolders.Forget(stack.Run);
        _life.Dispose();
    }

    private async Task ObserveAsync()
    {
        var followed = new HashSet<string>();
        await foreach (var news in application.ResourceNotifications.WatchAsync(_life.Token))
        {
            if (!_logs.TryGetValue(news.Resource.Name, out var log))
            {
                continue;
            }

            board.Update(news.Resource.Name, service => ResourceStates.Apply(service, news.Snapshot));

            // The log belongs to the instance, whose name the model does not know.
            if (followed.Add(news.ResourceId))
            {
                _background.Add(FollowLogAsync(news.ResourceId, log));
            }
        }
    }

    private async Task FollowLogAsync(string instance, LogBuffer log)
    {
        var logs = application.Services.GetRequiredService<ResourceLoggerService>();
        await foreach (var batch in logs.WatchAsync(instance).WithCancellation(_life.Token))
        {
            foreach (var line in batch)
            {
                log.Append(line.Content, line.IsErrorMessage);
            }
        }
    }

    private async Task ShowDashboardAsync(Uri login)
    {
        await application.ResourceNotifications.WaitForResourceHealthyAsync("aspire-dashboard", _life.Token);
        report.Say($"Dashboard: {login.OriginalString}");
    }
}
