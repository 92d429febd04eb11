using OpenCode.AppHost.Hosting.Aspire;

namespace OpenCode.Tests.Hosting.Aspire;

public sealed class InheritedEnvironmentTests
{
    [Fact]
    public void Keys_and_tokens_are_unwanted_and_what_programs_need_is_not()
    {
        var unwanted = InheritedEnvironment.Unwanted(
            ["PATH", "HOME", "LC_ALL", "DOTNET_ROOT", "DOCKER_HOST", "CONTAINERS_CONF", "BRIDGE_PASSWORD", "NTFY_TOKEN", "GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "Stack__OpenCode__Port"]);

        Assert.Equal(["BRIDGE_PASSWORD", "NTFY_TOKEN", "GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "Stack__OpenCode__Port"], unwanted);
    }
}
