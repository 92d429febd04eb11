using System.Diagnostics;
using OpenCode.AppHost.CommandLine;
using OpenCode.Tests.EndToEnd;

namespace OpenCode.Tests.Bridge.Inbox;

/// <summary>The build of the page on a machine that has neither npm nor Node.js nor, without them, the internet.</summary>
public sealed class PageBuildTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Build_with_nothing_new_asks_for_neither_npm_nor_node()
    {
        var (exitCode, output) = await BuildAsync();

        Assert.True(exitCode == 0, output);
    }

    [Theory]
    [InlineData("PagePackages", "npm was not found")]
    [InlineData("PageBundle", "Node.js 20 or later was not found")]
    public async Task Build_that_needs_them_says_what_to_install(string missing, string problem)
    {
        var (exitCode, output) = await BuildAsync($"-p:{missing}={Path.Combine(Path.GetTempPath(), "no-such-folder", "no-such-file")}");

        Assert.NotEqual(0, exitCode);
        Assert.Contains($"error : {problem}, and the inbox page is built with it: install", output, StringComparison.Ordinal);
        Assert.Single(output.Split('\n'), line => line.Contains("error", StringComparison.Ordinal));
    }

    public void Dispose() => folder.Dispose();

    private async Task<(int ExitCode, string Output)> BuildAsync(params IEnumerable<string> arguments)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The programs that are missing are shell scripts");
            return default;
        }

        foreach (var name in (string[])["npm", "node"])
        {
            var program = Path.Combine(folder.Path, name);
            // What a shell says of a program that is not there.
            await File.WriteAllTextAsync(program, "#!/bin/sh\nexit 127\n", TestContext.Current.CancellationToken);
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var project = Path.Combine(SolutionFolder.Find(), "OpenCode.Bridge", "OpenCode.Bridge.csproj");
        var start = new ProcessStartInfo(StackProcess.DotnetHost, ["msbuild", project, "-t:BuildPage", "-v:minimal", "-nologo", "-nodeReuse:false", .. arguments])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["PATH"] = $"{folder.Path}{Path.PathSeparator}{start.Environment["PATH"]}";
        using var build = Process.Start(start)!;
        var output = await build.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (build.ExitCode, output);
    }
}
