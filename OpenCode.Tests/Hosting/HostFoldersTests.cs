using OpenCode.AppHost;
using OpenCode.AppHost.Hosting;
using OpenCode.AppHost.Stack;

namespace OpenCode.Tests.Hosting;

public sealed class HostFoldersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Check_leaves_no_folder_that_it_made_and_every_one_that_was_there()
    {
        var there = Directory.CreateDirectory(Path.Combine(_folder.Path, "there")).FullName;

        HostFolders.Check(new Volume("data", Path.Combine(there, "a", "b")), new Volume("workspaces", there));

        Assert.Equal([there], Directory.EnumerateFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Check_and_Prepare_say_the_same_of_a_folder_that_cannot_be_made()
    {
        var file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "mine");
        var volume = new Volume("workspaces", Path.Combine(file, "a"));
        var model = new StackModel { Services = [], Volumes = [volume], Secrets = [], ConfigFiles = [] };

        var early = Assert.Throws<HostFailure>(() => HostFolders.Check(volume));
        var late = Assert.Throws<HostFailure>(() => HostFolders.Prepare(model, new RunFolder(Path.Combine(_folder.Path, ".run"))));

        Assert.Equal(late.Message, early.Message);
        Assert.Contains(volume.HostPath, early.Message, StringComparison.Ordinal);
        Assert.Contains("Stack:Workspaces:Path", early.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(file));
    }

    [Fact]
    public void Prepare_writes_config_files_that_only_their_owner_can_read()
    {
        var run = new RunFolder(Path.Combine(_folder.Path, ".run"));
        var config = new ConfigFile("config", "{}", "/etc/opencode/opencode.json");

        HostFolders.Prepare(new StackModel { Services = [], Volumes = [], Secrets = [], ConfigFiles = [config] }, run);

        var path = HostFolders.PathOf(run, config);
        Assert.Equal("{}", File.ReadAllText(path));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    public void Dispose() => _folder.Dispose();
}
