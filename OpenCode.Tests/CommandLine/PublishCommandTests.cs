using OpenCode.AppHost.CommandLine;
using OpenCode.Tests.Publishing;

namespace OpenCode.Tests.CommandLine;

/// <summary><c>publish</c> through the real entrance.</summary>
public sealed class PublishCommandTests
{
    [Theory]
    [InlineData("--Stack:Cluster:DataSize=5GB", "Stack:Cluster:DataSize: '5GB'")]
    [InlineData("--Stack:Cluster:Host=https://oc.example.org", "Stack:Cluster:Host: 'https://oc.example.org'")]
    [InlineData("--Stack:Cluster:Namespace=Apps", "Stack:Cluster:Namespace: 'Apps'")]
    [InlineData("--Stack:Instances:0:Name=a-name-of-more-than-63-letters-a-name-of-more-than-63-letters-a-name", "Stack:Instances:0:Name: 'a-name-of")]
    [InlineData("--Stack:Cluster:Colour=blue", "Stack:Cluster:Colour: unknown setting")]
    [InlineData("--format=helm", "error: --format: 'helm' is not one of flux, kustomize, manifest\n")]
    [InlineData("--Stack:OpenCode:ImageTag=latest", "Stack:OpenCode:ImageTag: 'latest'")]
    public async Task Bad_input_ends_with_exit_code_2_names_itself_and_touches_nothing(string argument, string culprit)
    {
        using var folder = new OutputFolder();

        var (exitCode, _, error) = await PublishAsync(folder, argument);

        Assert.Equal(2, exitCode);
        Assert.Contains(culprit, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Path));
    }

    [Fact]
    public async Task Duplicate_instances_end_with_exit_code_2()
    {
        using var folder = new OutputFolder();

        var (exitCode, _, error) = await PublishAsync(folder, "--Stack:Instances:0:Name=alice", "--Stack:Instances:1:Name=alice");

        Assert.Equal(2, exitCode);
        Assert.Contains("Stack:Instances:1:Name: 'alice' is not a name of its own", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Path));
    }

    [Theory]
    [InlineData("flux", "kubernetes/apps/default/bob")]
    [InlineData("kustomize", "default/bob")]
    public async Task Removed_instance_is_a_warning_that_names_its_folder(string format, string left)
    {
        using var folder = new OutputFolder();
        string[] settings = ["--format", format, "--Stack:Cluster:Host=oc.example.org", "--Stack:Cluster:BridgeHost=inbox.example.org", "--Stack:Instances:0:Name=alice"];
        await PublishAsync(folder, [.. settings, "--Stack:Instances:1:Name=bob"]);

        var (exitCode, _, error) = await PublishAsync(folder, settings);

        Assert.Equal(0, exitCode);
        Assert.Contains($"warning: {Path.Combine(folder.Path, left)}: an instance that no setting asks for any more", error, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(folder.Path, left)));
    }

    [Fact]
    public async Task Missing_digest_of_the_bridge_is_a_loud_warning()
    {
        using var folder = new OutputFolder();

        var (exitCode, output, error) = await PublishAsync(folder);

        Assert.Equal(0, exitCode);
        Assert.Contains("warning: Stack:Bridge:ImageDigest is all zeros", error, StringComparison.Ordinal);
        Assert.Contains("new      kubernetes/apps/default/opencode/ks.yaml", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dry_run_shows_the_patch_and_writes_nothing()
    {
        using var folder = new OutputFolder();

        var (exitCode, output, _) = await PublishAsync(folder, "--dry-run");

        Assert.Equal(0, exitCode);
        Assert.StartsWith("--- /dev/null\n+++ b/kubernetes/apps/default/kustomization.yaml\n@@ -0,0 +1,9 @@\n+---\n", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Path));
    }

    [Fact]
    public async Task Given_secrets_are_in_no_file_and_in_no_line()
    {
        const string Secret = "a-secret-of-this-test-0123456789";
        string[] names = ["opencode-password", "bridge-password", "anthropic-api-key", "openai-api-key", "ntfy-topic", "ntfy-token", "discord-webhook-url", "webhook-secret"];
        using var folder = new OutputFolder();

        var (exitCode, output, error) = await PublishAsync(folder, [.. names.Select((name, index) => $"--Parameters:{name}={Secret}{index}")]);

        Assert.Equal(0, exitCode);
        Assert.DoesNotContain(Secret, output + error, StringComparison.Ordinal);
        Assert.All(folder.Snapshot(), file => Assert.DoesNotContain(Secret, file.Key + file.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Secret_that_slipped_into_a_setting_stops_the_publish()
    {
        using var folder = new OutputFolder();

        var (exitCode, _, error) = await PublishAsync(folder, "--Parameters:webhook-secret=slipped-in-0123456789", "--Stack:Bridge:Environment:ROUTES=/slipped-in-0123456789/**=ntfy");

        Assert.Equal(2, exitCode);
        Assert.Contains("GivenSecretsStayOut: kubernetes/apps/default/opencode-bridge/app/helmrelease.yaml: holds the value of WEBHOOK_SECRET", error, StringComparison.Ordinal);
        Assert.DoesNotContain("slipped-in", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Path));
    }

    private static async Task<(int ExitCode, string Output, string Error)> PublishAsync(OutputFolder folder, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        return (await AppHostCommand.InvokeAsync(["publish", "--output", folder.Path, .. arguments], output, error), output.ToString(), error.ToString());
    }
}
