using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using OpenCode.AppHost.CommandLine;
using OpenCode.AppHost.Stack;
using static OpenCode.Tests.Stack.SettingsFixture;

namespace OpenCode.Tests.Stack;

public sealed class StackSettingsTests
{
    [Fact]
    public void Nothing_set_gives_the_documented_defaults()
    {
        var settings = Read();

        Assert.Equal("1.18.29", settings.Version);
        Assert.Equal(StackRuntime.Auto, settings.Runtime);
        Assert.Equal((4096, 8081), (settings.OpenCodePort, settings.BridgePort));
        Assert.Equal("anthropic/claude-sonnet-4-20250514", settings.Model);
    }

    [Fact]
    public void Shipped_appsettings_hold_every_setting_with_its_default()
    {
        // The file alone: a developer's own settings on this machine have no say.
        var shipped = StackSettings.Read(new ConfigurationBuilder()
            .Add(new StackJsonSource(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: false))
            .Build());
        var code = Read(("Stack:OpenCode:Digest", StackSettings.DefaultDigest)) with { Config = shipped.Config, Providers = shipped.Providers, BridgeEnvironment = shipped.BridgeEnvironment, Instances = shipped.Instances };

        Assert.Equal(code, shipped);
        Assert.Equivalent(Read().Instances, shipped.Instances, strict: true);
        Assert.Empty(shipped.Config);
        Assert.Equal(["ANTHROPIC_API_KEY", "OPENAI_API_KEY"], shipped.Providers.Values);
    }

    [Fact]
    public void Version_serves_npm_package_and_image()
    {
        var program = Assert.IsType<ServiceProgram.Npm>(Model(values: ("Stack:OpenCode:Version", "1.18.33")).Service("opencode").Program);

        Assert.Equal("1.18.33", program.Version);
        Assert.Equal(new ImageReference("ghcr.io/anomalyco/opencode", "1.18.33", null), program.Image);
    }

    [Fact]
    public void Digest_of_the_default_version_is_not_given_to_another_one()
    {
        var settings = Read(("Stack:OpenCode:Version", "1.18.33"), ("Stack:OpenCode:Digest", StackSettings.DefaultDigest));

        Assert.Null(settings.Image.Digest);
    }

    [Theory]
    [InlineData("Stack:OpenCode:Port", "abc", "Stack:OpenCode:Port: 'abc' is not a port: 0 (a free one) to 65535")]
    [InlineData("Stack:OpenCode:Port", "65536", "Stack:OpenCode:Port: '65536' is not a port: 0 (a free one) to 65535")]
    [InlineData("Stack:Bridge:Port", "-1", "Stack:Bridge:Port: '-1' is not a port: 0 (a free one) to 65535")]
    [InlineData("Stack:Bridge:Port", "4096", "Stack:Bridge:Port: '4096' is not another port than Stack:OpenCode:Port")]
    [InlineData("Stack:OpenCode:Version", "v1.18.29", "Stack:OpenCode:Version: 'v1.18.29' is not a version such as 1.18.29, without a leading v")]
    [InlineData("Stack:OpenCode:Runtime", "vm", "Stack:OpenCode:Runtime: 'vm' is not one of auto, process, container")]
    [InlineData("Stack:OpenCode:Runtime", "1", "Stack:OpenCode:Runtime: '1' is not one of auto, process, container")]
    [InlineData("Stack:OpenCode:Model", "claude", "Stack:OpenCode:Model: 'claude' is not provider/model")]
    [InlineData("Stack:OpenCode:Digest", "sha256:abc", "Stack:OpenCode:Digest: 'sha256:abc' is not sha256: and 64 hexadecimal digits")]
    [InlineData("Stack:OpenCode:ImageTag", "1.18.29\n", "Stack:OpenCode:ImageTag: '1.18.29?' is not an image tag")]
    [InlineData("Stack:OpenCode:Image", "Repo:latest", "Stack:OpenCode:Image: 'Repo:latest' is not an image repository without tag or digest")]
    [InlineData("Stack:OpenCode:Config", "[\"Bearer hunter2\"]", "Stack:OpenCode:Config: must be a JSON object")]
    [InlineData("Stack:OpenCode:Providers", "foo", "Stack:OpenCode:Providers: must be an object: Stack:OpenCode:Providers:<name>=<value>")]
    [InlineData("Stack:Bridge:Environment", "foo", "Stack:Bridge:Environment: must be an object: Stack:Bridge:Environment:<name>=<value>")]
    [InlineData("Stack", "foo", "Stack: must be an object, not a text")]
    [InlineData("Stack:Data:Path", "a\nb", "Stack:Data:Path: 'a?b' is not a path")]
    public void Bad_value_is_named_with_what_is_allowed(string key, string value, string line) =>
        Assert.Equal([line], Problems((key, value)));

    [Theory]
    [InlineData("Stack:OpenCode:Prot", "Stack:OpenCode:Prot: unknown setting; did you mean Stack:OpenCode:Port?")]
    [InlineData("Stack:Opencode:Verison", "Stack:Opencode:Verison: unknown setting; did you mean Stack:OpenCode:Version?")]
    [InlineData("Stack:SomethingElseEntirely", "Stack:SomethingElseEntirely: unknown setting")]
    public void Unknown_key_is_named_with_its_nearest_known_name(string key, string line) =>
        Assert.Equal([line], Problems((key, "1")));

    [Fact]
    public void Every_problem_is_reported_at_once() =>
        Assert.Equal(2, Problems(("Stack:OpenCode:Port", "x"), ("Stack:Bridge:Port", "y")).Count);

    [Fact]
    public void Key_given_instead_of_a_variable_name_is_never_shown()
    {
        var line = Assert.Single(Problems(("Stack:OpenCode:Providers:anthropic", "sk-ant-secret")));

        Assert.StartsWith("Stack:OpenCode:Providers:anthropic: must be the name of an environment variable", line, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-ant-secret", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BRIDGE_PASSWORD")]
    [InlineData("OPENCODE_SERVER_PASSWORD")]
    [InlineData("OPENCODE_CONFIG")]
    [InlineData("PATH")]
    public void Provider_cannot_name_a_variable_of_the_stack_as_its_key(string variable) =>
        Assert.StartsWith($"Stack:OpenCode:Providers:mine: must not be {variable}", Assert.Single(Problems(("Stack:OpenCode:Providers:mine", variable))), StringComparison.Ordinal);

    [Theory]
    [InlineData("BRIDGE_PASSWORD", "is a secret")]
    [InlineData("OPENCODE_URL", "the stack fills this in itself")]
    [InlineData("ALERT_GRAZE", "did you mean ALERT_GRACE?")]
    public void Bridge_variable_that_cannot_be_passed_on_says_why(string variable, string reason)
    {
        var line = Assert.Single(Problems(($"Stack:Bridge:Environment:{variable}", "hunter2")));

        Assert.Contains(reason, line, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_value_equals_an_unset_one()
    {
        var settings = Read(("Stack:OpenCode:Port", ""), ("Stack:Data:Path", ""), ("Stack:OpenCode:Providers:anthropic", ""));

        Assert.Equal(4096, settings.OpenCodePort);
        Assert.Null(settings.DataPath);
        Assert.Empty(settings.Providers);
    }

    [Fact]
    public void Single_keys_are_laid_over_the_json_object_and_keep_their_types()
    {
        var config = Read(
            ("Stack:OpenCode:Config", """{"mcp":{"a":{"enabled":true,"environment":{"FLAG":"true"}}},"permission":{"bash":"ask"}}"""),
            ("Stack:OpenCode:Config:PERMISSION:edit", "deny"),
            ("Stack:OpenCode:Config:snapshot", "false"),
            ("Stack:OpenCode:Config:plugin:0", "one"),
            ("Stack:OpenCode:Config:plugin:1", "two")).Config;

        var expected = JsonNode.Parse("""
            {"mcp":{"a":{"enabled":true,"environment":{"FLAG":"true"}}},
             "permission":{"bash":"ask","edit":"deny"},"plugin":["one","two"],"snapshot":false}
            """);
        Assert.True(JsonNode.DeepEquals(expected, config), config.ToJsonString());
    }
}
