using System.ComponentModel;
using System.Diagnostics;

namespace OpenCode.AppHost.Hosting.Embedded;

/// <summary>The end of everything that this host started: asked for first, by force when time is up.</summary>
internal static class OrderlyStop
{
    private const int Rounds = 10;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns when nothing is left, at the latest a moment after the time-out.</summary>
    /// <param name="client">Null while the orchestrator is still starting: it has started nothing, so force does no harm.</param>
    /// <param name="pids">Of all processes that must end, as far as is known; some may have ended already.</param>
    public static async Task RunAsync(DcpClient? client, Func<IEnumerable<int>> pids, TimeProvider time)
    {
        if (client is not null)
        {
            await AskAsync(client, pids, time);
        }

        // Again, because a process that is killed while it forks leaves one behind.
        for (var round = 0; round < Rounds && Living(pids) is { Count: > 0 } left; round++)
        {
            left.ForEach(Kill);
            await Task.Delay(Poll, time, CancellationToken.None);
        }
    }

    private static async Task AskAsync(DcpClient client, Func<IEnumerable<int>> pids, TimeProvider time)
    {
        using var clock = new CancellationTokenSource(Timeout, time);
        try
        {
            await client.ShutDownAsync(clock.Token);
            while (true)
            {
                await Task.Delay(Poll, time, clock.Token);
                if (Living(pids).Count == 0)
                {
                    // Where nobody knows DCP's own processes, it has ended when it does not answer.
                    await client.PingAsync(clock.Token);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException)
        {
            // It is gone, or does not obey in time.
        }
    }

    private static List<int> Living(Func<IEnumerable<int>> pids) => [.. pids().Where(IsAlive)];

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
