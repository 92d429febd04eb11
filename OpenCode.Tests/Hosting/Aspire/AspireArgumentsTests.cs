using OpenCode.AppHost.Hosting.Aspire;

namespace OpenCode.Tests.Hosting.Aspire;

public sealed class AspireArgumentsTests
{
    [Fact]
    public void Split_takes_Aspires_arguments_with_their_values_and_leaves_ours()
    {
        var (aspire, others) = AspireArguments.Split(["--demo", "--operation", "publish", "--Stack:OpenCode:Port=0", "--step=publish", "--yes", "--output-path", "out", "doctor"]);

        Assert.Equal(["--operation", "publish", "--step=publish", "--yes", "--output-path", "out"], aspire);
        Assert.Equal(["--demo", "--Stack:OpenCode:Port=0", "doctor"], others);
    }

    [Theory]
    [InlineData(false, false, "--operation", "run")]
    [InlineData(true, true, "--publisher", "manifest", "--output-path", "m.json")]
    [InlineData(true, false, "--operation", "publish", "--step", "publish")]
    [InlineData(true, true, "--operation=Publish", "--step=publish-manifest")]
    public void Publishing_is_told_from_running(bool publishes, bool manifestOnly, params string[] arguments)
    {
        Assert.Equal(publishes, AspireArguments.ArePublish(arguments));
        Assert.Equal(manifestOnly, AspireArguments.AreManifestOnly(arguments));
    }
}
