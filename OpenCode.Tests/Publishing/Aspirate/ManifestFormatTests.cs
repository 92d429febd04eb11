using System.Text.Json.Nodes;
using OpenCode.AppHost.Publishing;
using OpenCode.AppHost.Publishing.Aspirate;
using OpenCode.AppHost.Stack;
using OpenCode.AppHost.Stack.Settings;

namespace OpenCode.Tests.Publishing.Aspirate;

public sealed class ManifestFormatTests
{
    private static readonly ManifestFormat s_format = new();

    [Fact]
    public void Every_secret_is_a_parameter_without_a_value()
    {
        var resources = Resources();

        Assert.All(PublishFixture.Deployment().Model.Secrets, secret =>
        {
            Assert.Equal("parameter.v0", (string?)resources[secret.Name]!["type"]);
            Assert.Equal($"{{{secret.Name}.inputs.value}}", (string?)resources[secret.Name]!["value"]);
            Assert.True((bool?)resources[secret.Name]!["inputs"]!["value"]!["secret"]);
        });
    }

    [Fact]
    public void Server_is_the_pinned_image_with_its_volumes_and_port()
    {
        var server = Resources()["opencode"]!;

        Assert.Equal($"{StackSettings.DefaultImage}@{StackSettings.DefaultDigest}", (string?)server["image"]);
        Assert.Equal(["serve", "--hostname", "0.0.0.0", "--port", "4096"], server["args"]!.AsArray().Select(argument => (string?)argument));
        Assert.Equal(["opencode-data", "opencode-workspaces"], server["volumes"]!.AsArray().Select(volume => (string?)volume!["name"]));
        Assert.Equal("{opencode-password.value}", (string?)server["env"]!["OPENCODE_SERVER_PASSWORD"]);
        Assert.Null(server["env"]!["BRIDGE_PASSWORD"]);
    }

    [Fact]
    public void Bridge_is_its_image_and_knows_the_server_by_an_expression()
    {
        var bridge = Resources(("Stack:Bridge:Image", "ghcr.io/me/opencode-bridge"))["bridge"]!;

        Assert.Equal($"ghcr.io/me/opencode-bridge@{StackSettings.UnknownDigest}", (string?)bridge["image"]);
        Assert.Equal("{opencode.bindings.http.url}", (string?)bridge["env"]!["OPENCODE_URL"]);
        Assert.Equal("/data", (string?)bridge["env"]!["BRIDGE_DATA"]);
    }

    [Fact]
    public void Sizes_and_limits_come_from_the_settings()
    {
        var data = Resources(
            ("Stack:Cluster:DataSize", "7Gi"), ("Stack:Cluster:WorkspacesSize", "80Gi"), ("Stack:Cluster:StorageClass", "fast"),
            ("Stack:Cluster:Resources:Limits:memory", "6Gi"))["opencode"]!["annotations"]!;

        Assert.Equal(("7Gi", "80Gi", "fast", "6Gi"), (Text("opencode-data"), Text("opencode-workspaces"), Text("storage-class"), Text("memory-limit")));
        string? Text(string key) => (string?)data[key];
    }

    [Fact]
    public void Configuration_keeps_its_meaning_through_the_escapes()
    {
        var text = (string)Resources(("Stack:OpenCode:Config:instructions:0", "don't"))["opencode"]!["env"]!["OPENCODE_CONFIG_CONTENT"]!;

        Assert.DoesNotContain('\'', text);
        var config = JsonNode.Parse(Unescaped(text))!;
        Assert.Equal("don't", (string?)config["instructions"]![0]);
    }

    [Fact]
    public void Rules_hold_for_the_defaults_and_with_an_own_ntfy_server()
    {
        Assert.Empty(Publisher.Check(s_format, s_format.Render(PublishFixture.Deployment())));
        Assert.Empty(Publisher.Check(s_format, s_format.Render(PublishFixture.Deployment(("Stack:Ntfy:SelfHosted", "true")))));
    }

    [Theory]
    [InlineData("{opencode.bindings.http.url}", "{opencode.bindings.https.url}", "ManifestReferencesResolve: aspire-manifest.json: resources.bridge.env.OPENCODE_URL: {opencode.bindings.https.url} refers to nothing")]
    [InlineData("{bridge-password.value}", "{bridge-pasword.value}", "ManifestReferencesResolve: aspire-manifest.json: resources.bridge.env.BRIDGE_PASSWORD: {bridge-pasword.value} refers to nothing")]
    [InlineData("opencode@sha256:ecc3", "opencode:latest#ecc3", "ManifestImagesArePinned: aspire-manifest.json: resources.opencode.image")]
    public void Broken_manifest_names_rule_file_and_path(string good, string bad, string violation)
    {
        var rendering = s_format.Render(PublishFixture.Deployment());
        var file = Assert.Single(rendering.Files);
        Assert.Contains(good, file.Text, StringComparison.Ordinal);

        var violations = Publisher.Check(s_format, rendering with { Files = [new TextFile(file.Path, file.Text.Replace(good, bad, StringComparison.Ordinal))] });

        Assert.StartsWith(violation, Assert.Single(violations).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Stack:Cluster", "Stack:Cluster:SingleVolume", "true")]
    [InlineData("Stack:Cluster", "Stack:Cluster:WorkspacesNfs", "nas.lan:/work")]
    [InlineData("Stack:Instances", "Stack:Instances:0:Name", "alice", "Stack:Instances:1:Name", "bob")]
    [InlineData("Stack:Bridge:Environment:ROUTES", "Stack:Bridge:Environment:ROUTES", "/it's/**=ntfy")]
    public void What_a_manifest_cannot_say_is_refused(string name, params string[] settings)
    {
        var deployment = PublishFixture.Deployment(settings.Chunk(2).Select(pair => (pair[0], (string?)pair[1])));

        var problem = Assert.Single(Assert.Throws<SettingsException>(() => s_format.Render(deployment)).Problems);
        Assert.Equal(name, problem.Name);
    }

    /// <summary>What a reader of the manifest sees: doubled braces are one.</summary>
    internal static string Unescaped(string text) =>
        text.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal);

    private static JsonObject Resources(params IEnumerable<(string Key, string? Value)> settings) =>
        JsonNode.Parse(Assert.Single(s_format.Render(PublishFixture.Deployment(settings)).Files).Text)!["resources"]!.AsObject();
}
