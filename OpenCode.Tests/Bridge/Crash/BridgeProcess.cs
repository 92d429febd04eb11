using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using OpenCode.Tests.EndToEnd;

namespace OpenCode.Tests.Bridge.Crash;

/// <summary>The bridge as a process of its own, which can be killed.</summary>
internal sealed class BridgeProcess : IDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> output = [];
    private readonly ConcurrentQueue<string> errors = [];

    private BridgeProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data, output);
        process.ErrorDataReceived += (_, line) => Keep(line.Data, output, errors);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The built bridge, or what <c>OPENCODE_TEST_BRIDGE</c> names: a published one, say.</summary>
    public static string Program { get; } = Environment.GetEnvironmentVariable("OPENCODE_TEST_BRIDGE") is { Length: > 0 } given
        ? given
        : Path.Combine(StackProcess.Solution, "artifacts", "bin", "OpenCode.Bridge", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "OpenCode.Bridge");

    public string Output => string.Join(Environment.NewLine, output);

    /// <summary>Of the output what went to standard error.</summary>
    public string Errors => string.Join(Environment.NewLine, errors);

    public bool HasExited => process.HasExited;

    public int ExitCode => process.ExitCode;

    /// <param name="environment">All of its environment but what the runtime needs.</param>
    public static BridgeProcess Start(IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var name in start.Environment.Keys.Where(name => !(name is "PATH" or "HOME" or "TMPDIR" || name.StartsWith("DOTNET_", StringComparison.Ordinal))).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!);
    }

    /// <summary>Like a power switch for the process: SIGKILL, nothing of it runs any more.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Waits until the process ends by itself.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => process.WaitForExitAsync(cancellationToken);

    /// <summary>Null while nobody answers.</summary>
    public static async Task<HttpStatusCode?> HealthAsync(HttpClient client)
    {
        try
        {
            using var response = await client.GetAsync(new Uri("/health", UriKind.Relative));
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }

    private static void Keep(string? line, params ReadOnlySpan<ConcurrentQueue<string>> kept)
    {
        foreach (var queue in kept)
        {
            if (line is not null)
            {
                queue.Enqueue(line);
            }
        }
    }
}
