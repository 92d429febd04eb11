using System.Text.Json.Nodes;
using OpenCode.AppHost;
using OpenCode.AppHost.Hosting;
using OpenCode.AppHost.Hosting.Aspire;
using OpenCode.Tests.Stack;

namespace OpenCode.Tests.Hosting.Aspire;

public sealed class AspirePublishTests
{
    private static readonly SecretValues s_nothing = new(new Dictionary<string, SecretValues.Entry>());

    [Theory]
    [InlineData("--publisher", "manifest")]
    [InlineData("--operation", "publish", "--step", "publish")]
    public async Task Publish_yields_the_manifest_with_OpenCode_as_a_container(params string[] arguments)
    {
        using var folder = new TemporaryFolder();

        var exitCode = await PublishAsync(AspireFixture.Secrets, [.. arguments, "--output-path", folder.Path]);

        Assert.Equal(0, exitCode);
        var text = await File.ReadAllTextAsync(Path.Combine(folder.Path, "aspire-manifest.json"), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(AspireFixture.Password, text, StringComparison.Ordinal);
        var resources = JsonNode.Parse(text)!["resources"]!;
        var openCode = resources["opencode"]!;
        Assert.StartsWith("container.v", (string?)openCode["type"], StringComparison.Ordinal);
        Assert.StartsWith("ghcr.io/anomalyco/opencode@sha256:", (string?)openCode["image"], StringComparison.Ordinal);
        Assert.Equal(["/data", "/workspaces"], openCode["volumes"]!.AsArray().Select(volume => (string?)volume!["target"]));
        Assert.Equal(4096, (int?)openCode["bindings"]!["http"]!["targetPort"]);
        Assert.Equal("{opencode-password.value}", (string?)openCode["env"]!["OPENCODE_SERVER_PASSWORD"]);
        Assert.Equal("/data", (string?)openCode["env"]!["XDG_DATA_HOME"]);
        Assert.NotNull(JsonNode.Parse((string)openCode["env"]!["OPENCODE_CONFIG_CONTENT"]!)!["model"]);
        Assert.Null(openCode["env"]!["BRIDGE_PASSWORD"]);
        Assert.StartsWith("project.v", (string?)resources["bridge"]!["type"], StringComparison.Ordinal);
        Assert.Equal("{opencode.bindings.http.url}", (string?)resources["bridge"]!["env"]!["OPENCODE_URL"]);
        Assert.True((bool?)resources["bridge-password"]!["inputs"]!["value"]!["secret"]);
    }

    [Fact]
    public async Task Publish_does_not_wait_for_a_missing_parameter_but_names_it()
    {
        var failure = await Assert.ThrowsAsync<HostFailure>(() => PublishAsync(s_nothing, ["--operation", "publish", "--step", "publish"]));

        Assert.Equal(HostFailure.BadInput, failure.ExitCode);
        Assert.Contains("Parameters:opencode-password", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manifest_alone_needs_no_value()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(0, await PublishAsync(s_nothing, ["--publisher", "manifest", "--output-path", folder.Path]));
    }

    private static Task<int> PublishAsync(SecretValues given, string[] arguments) => AspirePublish.RunAsync(
        SettingsFixture.Model(values: AspireFixture.Digest), given, AspireFixture.Run, arguments, "/nowhere", TimeProvider.System, TestContext.Current.CancellationToken);
}
