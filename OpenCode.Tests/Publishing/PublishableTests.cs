using OpenCode.AppHost.Stack.Settings;

namespace OpenCode.Tests.Publishing;

/// <summary>Settings that run locally and must not, or cannot, be published.</summary>
public sealed class PublishableTests
{
    [Theory]
    [InlineData("Stack:OpenCode:Version", "1.18.33", "Stack:OpenCode:ImageDigest: a cluster runs a pinned image: give the digest of ghcr.io/anomalyco/opencode:1.18.33")]
    [InlineData("Stack:OpenCode:ImageTag", "latest", "Stack:OpenCode:ImageTag: 'latest' is not a version such as 1.18.29: a cluster runs no tag that moves")]
    [InlineData("Stack:Bridge:ImageTag", "main", "Stack:Bridge:ImageTag: 'main' is not a version such as 0.1.0: a cluster runs no tag that moves")]
    [InlineData("Stack:Bridge:Environment:OPENCODE_URL__WORK", "http://work", "Stack:Bridge:Environment:OPENCODE_URL__WORK: in a cluster each instance has a bridge of its own; name further servers as Stack:Instances")]
    [InlineData("Stack:Bridge:Environment:ROUTES", "/a/{{x}}=ntfy", "Stack:Bridge:Environment:ROUTES: '/a/{{x}}=ntfy' is not possible in a cluster: the chart fills in '{{…}}' and Flux '${…}'")]
    [InlineData("Stack:OpenCode:Config", """{"mcp":{"x":{"environment":{"NAME":"{env:GITHUB_TOKEN}"}}}}""", "Stack:OpenCode:Config:mcp:x:environment:NAME: the pod has no variable GITHUB_TOKEN; add it as Stack:OpenCode:Providers:<name>=GITHUB_TOKEN")]
    [InlineData("Stack:Bridge:ImageDigest", "sha256:1111111111111111111111111111111111111111111111111111111111111111", "Stack:Bridge:Image: 'ghcr.io/owner/opencode-bridge' is not an image of yours: nobody publishes one there; give the repository that the digest belongs to, such as ghcr.io/<you>/opencode-bridge")]
    public void Setting_that_no_cluster_can_use_is_named(string key, string value, string line) => Assert.Contains(line, Problems(key, value));

    [Theory]
    [InlineData("""{"provider":{"anthropic":{"options":{"apiKey":"my own words"}}}}""", "provider:anthropic:options:apiKey")]
    [InlineData("""{"mcp":{"x":{"headers":{"Authorization":"Bearer abcdef"}}}}""", "mcp:x:headers:Authorization")]
    [InlineData("""{"mcp":{"x":{"command":["run","--key","ghp_0123456789012345678901234567890123456"]}}}""", "mcp:x:command:2")]
    [InlineData("""{"mcp":{"x":{"url":"https://me:pass@example.org/"}}}""", "mcp:x:url")]
    public void Secret_in_the_configuration_is_refused_and_never_shown(string config, string path)
    {
        var line = Assert.Single(Problems("Stack:OpenCode:Config", config));

        Assert.StartsWith($"Stack:OpenCode:Config:{path}: looks like a secret", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"mcp":{"x":{"headers":{"Authorization":"Bearer {env:OPENAI_API_KEY}"}}}}""")]
    [InlineData("""{"provider":{"local":{"options":{"baseURL":"http://10.0.0.5:8080/v1","apiKey":"none"}}},"model":"local/x","limit":{"max_tokens":"8000"}}""")]
    public void Variable_of_the_pod_stands_for_a_secret(string config) =>
        Assert.NotEmpty(PublishFixture.Render(("Stack:OpenCode:Config", config)).Files);

    private static IEnumerable<string> Problems(string key, string value) =>
        Assert.Throws<SettingsException>(() => PublishFixture.Render((key, value))).Problems.Select(problem => problem.ToString());
}
