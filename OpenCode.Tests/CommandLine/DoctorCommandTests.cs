using System.Net;
using System.Net.Sockets;
using OpenCode.AppHost.CommandLine;

namespace OpenCode.Tests.CommandLine;

public sealed class DoctorCommandTests
{
    [Fact]
    public async Task RunAsync_says_of_ports_and_folders_what_a_failed_run_says_and_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var data = Path.Combine(folder.Path, "a", "data");
        using var output = new StringWriter();

        var exitCode = await DoctorCommand.RunAsync(
            [$"--Stack:OpenCode:Port={port}", "--Stack:Bridge:Port=0", $"--Stack:Data:Path={data}", $"--Stack:Workspaces:Path={folder.Path}"],
            output,
            TestContext.Current.CancellationToken);

        Assert.Equal(2, exitCode);
        Assert.Contains($"lacks  Port {port} of opencode is taken by another program: set Stack:OpenCode:Port", $"{output}", StringComparison.Ordinal);
        Assert.Contains("ok     bridge takes a free port", $"{output}", StringComparison.Ordinal);
        Assert.Contains($"ok     data in {data}", $"{output}", StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
#if !ASPIRE
    [InlineData("lacks  Stack:OpenCode:Runtime: 'container' needs Aspire", "--Stack:OpenCode:Runtime=container")]
#endif
    [InlineData("lacks  BRIDGE_PASSWORD: must differ from OPENCODE_SERVER_PASSWORD", "--Parameters:opencode-password=same", "--Parameters:bridge-password=same")]
    public async Task RunAsync_refuses_what_a_run_refuses(string line, params string[] settings)
    {
        using var folder = new TemporaryFolder();
        using var output = new StringWriter();

        var exitCode = await DoctorCommand.RunAsync(
            [.. settings, "--Stack:OpenCode:Port=0", "--Stack:Bridge:Port=0", $"--Stack:Data:Path={folder.Path}", $"--Stack:Workspaces:Path={folder.Path}"],
            output,
            TestContext.Current.CancellationToken);

        Assert.Equal(2, exitCode);
        Assert.Contains(line, $"{output}", StringComparison.Ordinal);
    }
}
