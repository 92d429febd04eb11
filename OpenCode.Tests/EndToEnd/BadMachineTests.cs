using System.Net;
using System.Net.Sockets;

namespace OpenCode.Tests.EndToEnd;

/// <summary>What is wrong with the machine, through the real entrance: exit code 2 and one line with the cause and the remedy.</summary>
[Collection(StackCollection.Name)]
public sealed class BadMachineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Taken_port_is_named_with_its_setting()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var line = await FailAsync([$"--Stack:OpenCode:Port={port}"]);

        Assert.Contains($"{port}", line, StringComparison.Ordinal);
        Assert.Contains("Stack:OpenCode:Port", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Stack:Data:Path")]
    [InlineData("Stack:Workspaces:Path")]
    public async Task Folder_that_cannot_be_written_is_named_with_its_setting(string setting)
    {
        // Below a file: not even root can make a folder there.
        var file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "not a folder", Cancel);

        var line = await FailAsync(["--demo", $"--{setting}={file}/below"]);

        Assert.Contains(file, line, StringComparison.Ordinal);
        Assert.Contains(setting, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_npm_is_named_when_something_must_be_installed()
    {
        var line = await FailAsync(["--demo", "--Stack:OpenCode:Version=0.0.1"], new() { ["PATH"] = _folder.Path });

        Assert.Contains("npm was not found: install Node.js", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_stack_of_a_checkout_is_refused_and_the_first_runs_on()
    {
        await using var first = await StackProcess.StartDemoAsync(Cancel);

        var line = await FailAsync(["--demo"]);

        Assert.Contains($"{first.Id}", line, StringComparison.Ordinal);
        Assert.All(first.Services().Values, service => Assert.Equal("healthy", service.Health));
    }

    /// <returns>The one line of error.</returns>
    private static async Task<string> FailAsync(string[] arguments, Dictionary<string, string>? environment = null)
    {
        await using var stack = StackProcess.Start([.. arguments, "--Parameters:bridge-password=another"], environment);
        var exitCode = await stack.WaitForExitAsync(Cancel);

        Assert.True(exitCode == 2, $"exit code {exitCode}: {stack.Output}");
        return Assert.Single(stack.Output.Split(Environment.NewLine), line => line.StartsWith("error: ", StringComparison.Ordinal));
    }
}
