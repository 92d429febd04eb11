using Aspire.Hosting.ApplicationModel;
using OpenCode.AppHost.Stack;
using OpenCode.Tests.Stack;

namespace OpenCode.Tests.Hosting.Aspire;

public sealed class AspireStackTests
{
    private static readonly Dictionary<string, int> s_ports = new() { ["opencode"] = 4096, ["bridge"] = 8081, ["ntfy"] = 8082 };

    [Fact]
    public async Task Secret_is_a_secret_parameter_and_one_without_value_is_left_out()
    {
        var builder = AspireFixture.Render(SettingsFixture.Model(), s_ports, AspireFixture.Secrets, "/tools/opencode");

        var parameters = builder.Resources.OfType<ParameterResource>().ToList();
        Assert.Equal(["bridge-password", "ntfy-token", "opencode-password"], parameters.Select(parameter => parameter.Name).Order());
        Assert.All(parameters, parameter => Assert.True(parameter.Secret));

        var described = await AspireFixture.RawEnvironmentAsync(builder.Resource<IOpenCodeResource>("opencode"));
        Assert.Same(parameters.Single(parameter => parameter.Name == "opencode-password"), described["OPENCODE_SERVER_PASSWORD"]);
        Assert.DoesNotContain("ANTHROPIC_API_KEY", described.Keys);
        Assert.DoesNotContain("NTFY_TOKEN", described.Keys);
    }

    [Fact]
    public async Task Container_runs_as_in_a_cluster()
    {
        var builder = AspireFixture.Render(SettingsFixture.Model(values: AspireFixture.Digest), s_ports, AspireFixture.Secrets, openCode: null);

        var container = builder.Resource<OpenCodeContainerResource>("opencode");
        var image = container.Annotations.OfType<ContainerImageAnnotation>().Single();
        Assert.Equal(("ghcr.io/anomalyco/opencode", StackSettings.DefaultDigest), (image.Image, $"sha256:{image.SHA256}"));
        Assert.Equal(
            [
                ("/home/me/.local/share/opencode-stack/data", "/data", false),
                ("/home/me/.local/share/opencode-stack/workspaces", "/workspaces", false),
            ],
            container.Annotations.OfType<ContainerMountAnnotation>().Select(mount => (mount.Source, mount.Target, mount.IsReadOnly)));

        var arguments = await RuntimeArgumentsAsync(container);
        Assert.Contains("--user 1000:1000 --read-only --cap-drop ALL --security-opt no-new-privileges --init", arguments, StringComparison.Ordinal);
        Assert.Contains("--tmpfs /tmp:rw", arguments, StringComparison.Ordinal);
        Assert.Contains("--tmpfs /home/opencode:rw", arguments, StringComparison.Ordinal);
        Assert.Contains("--workdir /workspaces", arguments, StringComparison.Ordinal);

        var endpoint = container.Annotations.OfType<EndpointAnnotation>().Single();
        Assert.Equal((4096, 4096, "127.0.0.1", false), (endpoint.Port, endpoint.TargetPort, endpoint.TargetHost, endpoint.IsProxied));
        Assert.Equal("/workspaces/a/b", container.PathOf("/home/me/.local/share/opencode-stack/workspaces/a/b"));

        var environment = await AspireFixture.RawEnvironmentAsync(container);
        Assert.Equal("/home/opencode", environment["HOME"]);
        Assert.Equal("/data/config", environment["XDG_CONFIG_HOME"]);
        Assert.Contains("\"model\": \"anthropic/", $"{environment["OPENCODE_CONFIG_CONTENT"]}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Own_ntfy_server_is_an_unprivileged_container_that_the_bridge_waits_for()
    {
        var builder = AspireFixture.Render(SettingsFixture.Model(values: ("Stack:Ntfy:SelfHosted", "true")), s_ports, AspireFixture.Secrets, "/tools/opencode");

        var ntfy = builder.Resource<ContainerResource>("ntfy");
        Assert.Equal("docker.io/binwiederhier/ntfy", ntfy.Annotations.OfType<ContainerImageAnnotation>().Single().Image);
        Assert.Contains("--read-only", await RuntimeArgumentsAsync(ntfy), StringComparison.Ordinal);

        var bridge = builder.Resource<ProjectResource>("bridge");
        Assert.Contains(bridge.Annotations.OfType<WaitAnnotation>(), wait => wait.Resource == ntfy);
        var topic = Assert.IsType<ReferenceExpression>((await AspireFixture.RawEnvironmentAsync(bridge))["NTFY_TOPIC"]);
        Assert.Equal("http://127.0.0.1:8082/opencode", await topic.GetValueAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Resources_have_icons_and_a_health_check()
    {
        var builder = AspireFixture.Render(SettingsFixture.Model(), s_ports, AspireFixture.Secrets, "/tools/opencode");

        foreach (var name in (string[])["opencode", "bridge"])
        {
            var resource = builder.Resource<IResourceWithEndpoints>(name);
            Assert.NotEmpty(resource.Annotations.OfType<ResourceIconAnnotation>());
            Assert.Single(resource.Annotations.OfType<HealthCheckAnnotation>());
        }
    }

    private static async Task<string> RuntimeArgumentsAsync(IResource resource)
    {
        var arguments = new List<object>();
        foreach (var annotation in resource.Annotations.OfType<ContainerRuntimeArgsCallbackAnnotation>())
        {
            await annotation.Callback(new ContainerRuntimeArgsCallbackContext(arguments));
        }

        return string.Join(' ', arguments);
    }
}
