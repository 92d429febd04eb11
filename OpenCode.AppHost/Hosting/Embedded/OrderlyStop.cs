using System.ComponentModel;
using System.Diagnostics;

namespace OpenCode.AppHost.Hosting.Embedded;

/// <summary>The end of everything that this host started: asked for first, by force when time is up.</summary>
internal static class OrderlyStop
{
    private const int Rounds = 10;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns when nothing is left, at the latest a moment after <paramref name="timeout"/>.</summary>
    /// <param name="client">Null while the orchestrator is still starting: it has started nothing, so force does no harm.</param>
    /// <param name="pids">Of services and dashboard that have not ended, as far as is known.</param>
    public static async Task RunAsync(
        DcpProcess dcp, DcpClient? client, Func<IReadOnlyCollection<int>> pids, TimeSpan timeout, TimeProvider time)
    {
        if (client is not null)
        {
            await AskAsync(dcp, client, pids, timeout, time);
        }

        // Again, because a process that is killed while it forks leaves one behind.
        for (var round = 0; round < Rounds && Living(dcp, pids) is { Count: > 0 } left; round++)
        {
            left.ForEach(Kill);
            await Task.Delay(Poll, time, CancellationToken.None);
        }
    }

    private static async Task AskAsync(DcpProcess dcp, DcpClient client, Func<IReadOnlyCollection<int>> pids, TimeSpan timeout, TimeProvider time)
    {
        using var clock = new CancellationTokenSource(timeout, time);
        try
        {
            await client.ShutDownAsync(clock.Token);
            while (Living(dcp, pids).Count > 0 || await AnswersAsync(client, clock.Token))
            {
                await Task.Delay(Poll, time, clock.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException)
        {
            // It does not obey in time, or is gone already.
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
