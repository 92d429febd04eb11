using System.ComponentModel;
using System.Diagnostics;

namespace OpenCode.AppHost.Hosting.Setup;

/// <summary>Runs a program to its end and keeps the last lines that it said.</summary>
internal static class ExternalCommand
{
    private const int LinesKept = 20;

    private static readonly TimeSpan s_probeLimit = TimeSpan.FromSeconds(15);

    /// <summary>How a program ended.</summary>
    /// <param name="LastLines">Its last 20 lines, standard output and error as they came.</param>
    public sealed record Outcome(int ExitCode, IReadOnlyList<string> LastLines)
    {
        public string Output => string.Join(Environment.NewLine, LastLines);
    }

    /// <summary>
    /// Asks a program something that it answers at once, such as its version. One that hangs, like a client whose daemon
    /// is gone, is ended after fifteen seconds, which a busy machine may need, and counts as failed.
    /// </summary>
    public static async Task<Outcome?> ProbeAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(s_probeLimit, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await RunAsync(program, arguments, cancellationToken: either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Outcome(-1, [$"no answer within {s_probeLimit.TotalSeconds} s"]);
        }
    }

    /// <summary>Null when there is no such program; the whole process tree is ended when <paramref name="cancellationToken"/> asks for it.</summary>
    public static async Task<Outcome?> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string? workingDirectory = null,
        IReadOnlyDictionary<string, string?>? environment = null,
        CancellationToken cancellationToken = default)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workingDirectory ?? string.Empty,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value; // null takes an inherited one away
        }

        using var process = new Process { StartInfo = start };
        var lines = new Queue<string>();
        process.OutputDataReceived += (_, line) => Keep(lines, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(lines, line.Data);
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return null;
        }

        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        lock (lines)
        {
            return new Outcome(process.ExitCode, [.. lines]);
        }
    }

    private static void Keep(Queue<string> lines, string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        lock (lines)
        {
            lines.Enqueue(line);
            if (lines.Count > LinesKept)
            {
                lines.Dequeue();
            }
        }
    }
}
