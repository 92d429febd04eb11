using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using OpenCode.AppHost.CommandLine;

namespace OpenCode.Tests.EndToEnd;

/// <summary>
/// The real thing: the AppHost as a person starts it, with a real OpenCode server, DCP and dashboard. One at a time in a
/// checkout, as for a person.
/// </summary>
internal sealed class StackProcess : IAsyncDisposable
{
    /// <summary>Given for the server; the demo then takes it for the bridge, too, and keeps nothing in user secrets.</summary>
    public const string Password = "end-to-end-test-password";

    /// <summary>A key in the person's shell that is none of the agent's business.</summary>
    public const string ForeignKey = "end-to-end-test-foreign-key";

    private static readonly TimeSpan s_startLimit = TimeSpan.FromMinutes(4); // a fresh clone downloads 100 MB first
    private static readonly TimeSpan s_stopLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private StackProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static string Solution { get; } = SolutionFolder.Find();

    public static string StackFile { get; } = Path.Combine(Solution, ".run", "stack.json");

    public int Id => _process.Id;

    public string Output => string.Join(Environment.NewLine, _output);

    public static StackProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var program = Path.Combine(Solution, "artifacts", "bin", "OpenCode.AppHost", configuration, "OpenCode.AppHost.dll");
        var start = new ProcessStartInfo(DotnetHost, [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(), // it must not matter
        };
        start.Environment["OPENCODE_SERVER_PASSWORD"] = Password;
        start.Environment.Remove("BRIDGE_PASSWORD");
        start.Environment["GITHUB_TOKEN"] = ForeignKey;
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new StackProcess(Process.Start(start)!);
    }

    /// <summary>The demo, with every service healthy.</summary>
    public static async Task<StackProcess> StartDemoAsync(CancellationToken cancellationToken)
    {
        var stack = Start(["--demo"]);
        try
        {
            await stack.WaitAsync(() => stack.Services().Count == 3 && stack.Services().Values.All(service => service.Health == "healthy"), "every service healthy", s_startLimit, cancellationToken);
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>Services of <c>.run/stack.json</c> by name; empty while the file is not this stack's.</summary>
    public IReadOnlyDictionary<string, (Uri Url, string State, string Health)> Services()
    {
        try
        {
            using var file = JsonDocument.Parse(File.ReadAllText(StackFile));
            return file.RootElement.GetProperty("pid").GetInt32() != Id
                ? new Dictionary<string, (Uri, string, string)>()
                : file.RootElement.GetProperty("services").EnumerateArray().ToDictionary(
                    service => service.GetProperty("name").GetString()!,
                    service => (new Uri(service.GetProperty("url").GetString()!), service.GetProperty("state").GetString()!, service.GetProperty("health").GetString()!));
        }
        catch (IOException)
        {
            return new Dictionary<string, (Uri, string, string)>();
        }
    }

    public Uri Url(string service) => Services()[service].Url;

    /// <summary>Waits for a condition; says what the stack wrote when it does not come true.</summary>
    public async Task WaitAsync(Func<bool> condition, string what, TimeSpan limit, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.False(_process.HasExited, $"the stack ended with exit code {(_process.HasExited ? _process.ExitCode : 0)} before: {what}\n{Output}");
            Assert.True(Stopwatch.GetElapsedTime(started) < limit, $"not within {limit}: {what}\n{Output}");
            await Task.Delay(s_poll, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>The exit code; a stack that does not end fails the test with what it wrote.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _process.WaitForExitAsync(cancellationToken).WaitAsync(s_startLimit, TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"the stack did not end within {s_startLimit}\n{Output}");
        }

        return _process.ExitCode;
    }

    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{Id}"]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await SignalAsync("TERM");
            using var limit = new CancellationTokenSource(s_stopLimit, TimeProvider.System);
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(); // DCP takes the rest
            }
        }

        _process.Dispose();
    }

    // The test runs on the same runtime, below shared/Microsoft.NETCore.App/<version>/.
    internal static string DotnetHost => Path.GetFullPath(Path.Combine(
        System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
        }
    }
}
