using OpenCode.AppHost.Hosting.Aspire;

namespace OpenCode.Tests.Hosting.Aspire;

public sealed class ContainerPersonTests
{
    private const string Docker = "[name=seccomp,profile=builtin name=cgroupns]";

    [Theory]
    [InlineData(1001, "true", null, "--user 1000:1000 --userns keep-id:uid=1000,gid=1000")]
    [InlineData(0, "false", null, "--user 1000:1000 --uidmap 1000:0:1 --uidmap 0:1:1000 --uidmap 1001:1001:64535 --gidmap 1000:0:1 --gidmap 0:1:1000 --gidmap 1001:1001:64535")]
    [InlineData(1001, "false", null, "--user 1001:1002")] // podman's service runs as root
    [InlineData(1001, null, Docker, "--user 1001:1002")]
    [InlineData(1001, null, "[name=seccomp,profile=builtin name=rootless name=cgroupns]", "--user 0:0")]
    [InlineData(1001, null, "[name=seccomp,profile=builtin name=userns]", "--user 1001:1002 --userns host")]
    public void Files_that_the_container_writes_are_the_persons(int user, string? isRootlessPodman, string? dockerOptions, string expected) =>
        Assert.Equal(expected, string.Join(' ', ContainerPerson.Choose(user, user == 0 ? 0 : 1002, isRootlessPodman, dockerOptions).RuntimeArguments));
}
