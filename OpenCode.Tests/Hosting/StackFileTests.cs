using System.Text.Json;
using OpenCode.AppHost;
using OpenCode.AppHost.Hosting;

namespace OpenCode.Tests.Hosting;

public sealed class StackFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stack-file").FullName;

    private string FilePath => Path.Combine(_folder, ".run", "stack.json");

    [Fact]
    public void Write_says_exactly_what_the_contract_promises()
    {
        new StackFile(FilePath).Write(Content(pid: 42));

        using var json = JsonDocument.Parse(File.ReadAllText(FilePath));
        Assert.Equal(
            """{"host":"embedded","pid":42,"dashboard":"http://127.0.0.1:5000","services":[{"name":"opencode","url":"http://127.0.0.1:4096","state":"running","health":"healthy"}],"attach":"opencode attach http://127.0.0.1:4096"}""",
            JsonSerializer.Serialize(json));
    }

    [Fact]
    public void Write_leaves_one_file_that_only_its_owner_can_read()
    {
        var file = new StackFile(FilePath);
        file.Write(Content(pid: 1));
        file.Write(Content(pid: 2));

        Assert.Equal([FilePath], Directory.GetFiles(Path.GetDirectoryName(FilePath)!));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
        }
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(0)]
    public void RefuseSecondHost_accepts_a_file_whose_host_is_gone(int pid)
    {
        var file = new StackFile(FilePath);
        file.Write(Content(pid == 0 ? Environment.ProcessId : pid));

        file.RefuseSecondHost();
    }

    [Fact]
    public void RefuseSecondHost_accepts_a_broken_file()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        File.WriteAllText(FilePath, "{");

        new StackFile(FilePath).RefuseSecondHost();
    }

    [Fact]
    public void RefuseSecondHost_names_the_process_that_runs()
    {
        // Any living process that is named like a host will do: a copy of sleep.
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs sleep");
        var program = Path.Combine(_folder, "dotnet");
        File.Copy("/bin/sleep", program);
        using var other = System.Diagnostics.Process.Start(program, "30");
        try
        {
            var file = new StackFile(FilePath);
            file.Write(Content(other.Id));

            var failure = Assert.Throws<HostFailure>(file.RefuseSecondHost);

            Assert.Contains($"pid {other.Id}", failure.Message, StringComparison.Ordinal);

            // The same pid in a file from before its time: somebody else's, given again.
            File.SetLastWriteTime(FilePath, other.StartTime.AddHours(-1));
            file.RefuseSecondHost();
            Assert.Equal(HostFailure.BadInput, failure.ExitCode);
        }
        finally
        {
            other.Kill();
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static StackFileContent Content(int pid) => new(
        "embedded", pid, "http://127.0.0.1:5000", [new("opencode", "http://127.0.0.1:4096", "running", "healthy")], "opencode attach http://127.0.0.1:4096");
}
