using System.Diagnostics;
using System.Text.Json;
using OpenCode.AppHost.Hosting;

namespace OpenCode.Benchmarks;

/// <summary>The same server under the AppHost, with bridge and dashboard, as a person starts it.</summary>
internal static class HostedServer
{
    /// <returns>Seconds from the command to <c>opencode</c> healthy in <c>.run/stack.json</c>, and from SIGTERM to the end.</returns>
    public static async Task<(double Start, double Stop)> MeasureAsync(string solution, RunFolder run)
    {
        var folder = Directory.CreateTempSubdirectory("opencode-hosted-").FullName;
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var host = Path.Combine(solution, "artifacts", "bin", "OpenCode.AppHost", configuration, "OpenCode.AppHost.dll");
        var start = new ProcessStartInfo(
            "dotnet",
            [
                host, "--Stack:OpenCode:Port=0", "--Stack:Bridge:Port=0", $"--Stack:Data:Path={folder}/data", $"--Stack:Workspaces:Path={folder}/work",
                "--Parameters:opencode-password=benchmark", "--Parameters:bridge-password=another",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            while (!IsHealthy(run.StackFile, process.Id))
            {
                if (process.HasExited)
                {
                    throw new InvalidOperationException($"the AppHost ended with exit code {process.ExitCode}; does a stack run already?");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
            }

            var taken = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var stopping = Stopwatch.GetTimestamp();
            using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await process.WaitForExitAsync();
            return (taken, Stopwatch.GetElapsedTime(stopping).TotalSeconds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool IsHealthy(string stackFile, int pid)
    {
        try
        {
            using var file = JsonDocument.Parse(File.ReadAllText(stackFile));
            return file.RootElement.GetProperty("pid").GetInt32() == pid
                && file.RootElement.GetProperty("services").EnumerateArray().Any(service =>
                    service.GetProperty("name").GetString() == "opencode" && service.GetProperty("health").GetString() == "healthy");
        }
        catch (IOException)
        {
            return false;
        }
    }
}
