using System.Diagnostics;

namespace OpenCode.Tests.EndToEnd;

[Collection(StackCollection.Name)]
public sealed class StopTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("TERM", 5)]
    [InlineData("INT", 5)]
    [InlineData("KILL", 15)]
    public async Task Nothing_of_the_stack_outlives_the_host(string signal, int seconds)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "looks for processes in /proc");
        await using var stack = await StackProcess.StartDemoAsync(Cancel);
        var running = Processes(stack.Id);
        Assert.Contains(running, process => process.Contains("opencode serve", StringComparison.Ordinal));
        Assert.Contains(running, process => process.Contains("start-apiserver", StringComparison.Ordinal));

        Assert.All(Environments("opencode serve"), environment => Assert.DoesNotContain(StackProcess.ForeignKey, environment, StringComparison.Ordinal));

        var sent = Stopwatch.GetTimestamp();
        await stack.SignalAsync(signal);
        var exitCode = await stack.WaitForExitAsync(Cancel);
        while (Processes(stack.Id) is { Count: > 0 } left && Stopwatch.GetElapsedTime(sent) < TimeSpan.FromMinutes(1))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancel);
        }

        var taken = Stopwatch.GetElapsedTime(sent);
        Assert.Empty(Processes(stack.Id));
        Assert.True(taken < TimeSpan.FromSeconds(seconds), $"it took {taken}");
        if (signal != "KILL")
        {
            Assert.Equal(0, exitCode);
            Assert.False(File.Exists(StackProcess.StackFile));
        }
    }

    /// <summary>
    /// Command lines of processes whose program lies in this checkout, this test and the host aside, and of the host's
    /// orchestrator, wherever it lies: it ends after everything that it started.
    /// </summary>
    private static List<string> Processes(int host) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), out _))
            .Select(CommandLine)
            .Where(line => IsOurs(line) || line.Contains($"--monitor {host} ", StringComparison.Ordinal)),
    ];

    /// <summary>What the processes of this checkout with such a command line were told.</summary>
    private static List<string> Environments(string program) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), out _))
            .Where(folder => CommandLine(folder) is var line && IsOurs(line) && line.Contains(program, StringComparison.Ordinal))
            .Select(folder => File.ReadAllText(Path.Combine(folder, "environ"))),
    ];

    private static bool IsOurs(string line) =>
        (line.StartsWith(StackProcess.Solution, StringComparison.Ordinal) || line.StartsWith($"dotnet run --project {StackProcess.Solution}", StringComparison.Ordinal))
        && !line.Contains("OpenCode.Tests", StringComparison.Ordinal);

    private static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');
        }
        catch (IOException)
        {
            return string.Empty; // it ended while we looked
        }
    }
}
