using System.Text.Json.Nodes;
using OpenCode.AppHost;
using OpenCode.AppHost.Hosting;
using OpenCode.AppHost.Hosting.Aspire;

namespace OpenCode.Tests.Hosting.Aspire;

public sealed class AspirePublishTests
{
    private static readonly SecretValues s_nothing = new(new Dictionary<string, SecretValues.Entry>());
    private static readonly string[] s_publish = ["--operation", "publish", "--step", "publish"];

    [Theory]
    [InlineData("--publisher", "manifest")]
    [InlineData("--operation", "publish", "--step", "publish-manifest")]
    public async Task Manifest_has_OpenCode_as_a_container(params string[] arguments)
    {
        using var folder = new TemporaryFolder();

        var exitCode = await PublishAsync(AspireFixture.Secrets, [.. arguments, "--output-path", folder.Path]);

        Assert.Equal(0, exitCode);
        var text = await File.ReadAllTextAsync(Path.Combine(folder.Path, "aspire-manifest.json"), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(AspireFixture.Password, text, StringComparison.Ordinal);
        var resources = JsonNode.Parse(text)!["resources"]!;
        var openCode = resources["opencode"]!;
        Assert.Equal("container.v0", (string?)openCode["type"]);
        Assert.StartsWith("ghcr.io/anomalyco/opencode@sha256:", (string?)openCode["image"], StringComparison.Ordinal);
        Assert.Equal(["/data", "/workspaces"], openCode["volumes"]!.AsArray().Select(volume => (string?)volume!["target"]));
        Assert.Equal(4096, (int?)openCode["bindings"]!["http"]!["targetPort"]);
        Assert.Equal("{opencode-password.value}", (string?)openCode["env"]!["OPENCODE_SERVER_PASSWORD"]);
        Assert.Equal("/data", (string?)openCode["env"]!["XDG_DATA_HOME"]);
        Assert.NotNull(JsonNode.Parse((string)openCode["env"]!["OPENCODE_CONFIG_CONTENT"]!)!["model"]);
        Assert.Null(openCode["env"]!["BRIDGE_PASSWORD"]);
        Assert.Equal("project.v0", (string?)resources["bridge"]!["type"]);
        Assert.Equal("/data", (string?)resources["bridge"]!["env"]!["BRIDGE_DATA"]);
        Assert.Equal("{opencode.bindings.http.url}", (string?)resources["bridge"]!["env"]!["OPENCODE_URL"]);
        Assert.True((bool?)resources["bridge-password"]!["inputs"]!["value"]!["secret"]);
    }

    [Fact]
    public async Task Publish_does_not_wait_for_a_missing_parameter_but_names_it()
    {
        var failure = await Assert.ThrowsAsync<HostFailure>(() => PublishAsync(s_nothing, s_publish));

        Assert.Equal(HostFailure.BadInput, failure.ExitCode);
        Assert.Contains("Parameters:opencode-password", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manifest_alone_needs_no_value()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(0, await PublishAsync(s_nothing, ["--publisher", "manifest", "--output-path", folder.Path]));
    }

    [Fact]
    public async Task Step_publish_writes_the_clusters_tree_into_the_folder()
    {
        using var folder = new TemporaryFolder();
        string? written = null;

        var exitCode = await PublishAsync(AspireFixture.Secrets, s_publish, folder.Path, target => Task.FromResult(written = target));

        Assert.Equal((0, folder.Path), (exitCode, written));
    }

    [Fact]
    public async Task Publisher_that_refuses_ends_the_publish_with_its_own_words()
    {
        using var folder = new TemporaryFolder();
        var broken = new HostFailure("broken rule 3: an image without a digest");

        var failure = await Assert.ThrowsAsync<HostFailure>(() => PublishAsync(AspireFixture.Secrets, s_publish, folder.Path, _ => throw broken));

        Assert.Same(broken, failure);
    }

    private static Task<int> PublishAsync(SecretValues given, string[] arguments, string output = "/nowhere", Func<string, Task>? writeTree = null) =>
        AspirePublish.RunAsync(
            AspireFixture.Deployment(AspireFixture.Digest),
            given,
            AspireFixture.Run,
            arguments,
            output,
            writeTree ?? (_ => throw new InvalidOperationException("no tree was asked for")),
            TimeProvider.System,
            TestContext.Current.CancellationToken);
}
