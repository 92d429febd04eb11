using System.ComponentModel;
using System.Diagnostics;

namespace OpenCode.AppHost.Hosting.Embedded;

/// <summary>The end of everything that this host started: asked for first, by force when time is up.</summary>
internal static class OrderlyStop
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns when nothing is left, at the latest a moment after <paramref name="timeout"/>.</summary>
    /// <param name="connect">The orchestrator; it may still be starting.</param>
    /// <param name="pids">Of services and dashboard that have not ended, as far as is known.</param>
    public static async Task RunAsync(
        DcpProcess dcp, Func<CancellationToken, Task<DcpClient>> connect, Func<IReadOnlyCollection<int>> pids, TimeSpan timeout, TimeProvider time)
    {
        using var clock = new CancellationTokenSource(timeout, time);
        try
        {
            var client = await connect(clock.Token);
            await client.ShutDownAsync(clock.Token);
            while (await AnswersAsync(client, clock.Token) || Living(dcp, pids).Count > 0)
            {
                await Task.Delay(Poll, time, clock.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException or HostFailure)
        {
            // It does not obey, or is gone already.
        }

        foreach (var pid in Living(dcp, pids))
        {
            Kill(pid);
        }
    }

    private static async Task<bool> AnswersAsync(DcpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.PingAsync(cancellationToken);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static List<int> Living(DcpProcess dcp, Func<IReadOnlyCollection<int>> pids) => [.. pids().Where(IsAlive), .. dcp.FindProcesses()];

    private static bool IsAlive(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private static void Kill(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended just now, which is what was wanted.
        }
    }
}
