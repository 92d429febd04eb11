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
        var running = StackProcesses.Of(stack.Id);
        Assert.Contains(running, process => process.CommandLine.Contains("opencode serve", StringComparison.Ordinal));
        Assert.Contains(running, process => process.CommandLine.Contains("start-apiserver", StringComparison.Ordinal));
        Assert.All(
            running.Where(process => process.CommandLine.Contains("opencode serve", StringComparison.Ordinal)),
            process => Assert.DoesNotContain(StackProcess.ForeignKey, StackProcesses.EnvironmentOf(process.Id).Values));

        var sent = Stopwatch.GetTimestamp();
        await stack.SignalAsync(signal);
        var exitCode = await stack.WaitForExitAsync(Cancel);
        while (StackProcesses.Of(stack.Id) is { Count: > 0 } && Stopwatch.GetElapsedTime(sent) < TimeSpan.FromMinutes(1))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancel);
        }

        var taken = Stopwatch.GetElapsedTime(sent);
        Assert.Empty(StackProcesses.Of(stack.Id));
        Assert.True(taken < TimeSpan.FromSeconds(seconds), $"it took {taken}");
        if (signal != "KILL")
        {
            Assert.Equal(0, exitCode);
            Assert.False(File.Exists(StackProcess.StackFile));
        }
    }
}
