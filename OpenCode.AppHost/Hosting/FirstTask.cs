namespace OpenCode.AppHost.Hosting;

/// <summary>Something to do once, when every service is healthy for the first time.</summary>
internal interface IFirstTask
{
    /// <param name="url">Where a service of the stack answers, by its name.</param>
    Task RunAsync(Func<string, Uri> url, CancellationToken cancellationToken);
}

internal static class FirstTask
{
    /// <summary>Does the stack's first task, if it has one, as soon as every service is healthy. A failure is a line on the console.</summary>
    public static async Task RunAsync(LocalStack stack, StateBoard board, Func<string, Uri> url, StackReport report, CancellationToken cancellationToken)
    {
        if (stack.FirstTask is not { } task)
        {
            return;
        }

        await board.WaitAsync([.. stack.Model.Services.Select(service => service.Name)], service => service.IsHealthy, cancellationToken);
        try
        {
            await task.RunAsync(url, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            report.Say($"The first task failed, the stack runs on: {exception.Message}");
        }
    }
}
