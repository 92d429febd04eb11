using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using OpenCode.Bridge.Decisions.Tokens;
using OpenCode.Bridge.Settings;

namespace OpenCode.Tests.Bridge.Decisions.Tokens;

public sealed class SigningKeyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string File => Path.Combine(folder.Path, "data", SigningKey.FileName);

    [Fact]
    public void Key_is_made_once_for_the_owner_alone()
    {
        var first = Key().Bytes;

        Assert.Equal(32, first.Length);
        Assert.Equal(first, Key().Bytes);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        }
    }

    [Fact]
    public void File_that_others_may_read_is_closed_to_them()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes");
            return;
        }

        Key();
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        Key();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public void Damaged_file_gives_way_to_a_new_key()
    {
        Key();
        System.IO.File.WriteAllBytes(File, [1, 2, 3]);

        var next = Key().Bytes;

        Assert.Equal(32, next.Length);
        Assert.Equal(next, Key().Bytes);
    }

    [Fact]
    public void Given_key_is_used_and_not_written_down()
    {
        var key = Key("a given key of at least 32 bytes, as it is");

        Assert.Equal("a given key of at least 32 bytes, as it is", Encoding.UTF8.GetString(key.Bytes));
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public void Key_that_cannot_be_kept_still_signs()
    {
        // A file where the folder should be.
        System.IO.File.WriteAllText(Path.Combine(folder.Path, "data"), "");

        Assert.Equal(32, Key().Bytes.Length);
    }

    public void Dispose() => folder.Dispose();

    private SigningKey Key(string? given = null) => new(
        new BridgeSettings([], null, null, []) { DataFolder = Path.Combine(folder.Path, "data"), SigningKey = given },
        NullLogger<SigningKey>.Instance);
}
