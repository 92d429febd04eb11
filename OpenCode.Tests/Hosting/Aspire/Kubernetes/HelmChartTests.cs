using OpenCode.AppHost.Hosting.Aspire;

namespace OpenCode.Tests.Hosting.Aspire.Kubernetes;

public sealed class HelmChartTests
{
    [Fact]
    public async Task Publish_writes_a_chart_that_keeps_the_data_and_asks_with_the_password()
    {
        using var folder = new TemporaryFolder();

        await PublishAsync(folder, ("Stack:Ntfy:SelfHosted", "true"));

        var server = Read(folder, "templates/opencode/statefulset.yaml");
        Assert.Contains("claimName: \"opencode-data\"", server, StringComparison.Ordinal);
        Assert.Contains("claimName: \"opencode-workspaces\"", server, StringComparison.Ordinal);
        Assert.Contains("$OPENCODE_SERVER_PASSWORD", server, StringComparison.Ordinal);
        Assert.Contains("workingDir: \"/workspaces\"", server, StringComparison.Ordinal);
        Assert.Contains("helm.sh/resource-policy: \"keep\"", Read(folder, "templates/opencode-data/opencode-data.yaml"), StringComparison.Ordinal);
        Assert.Contains("path: \"/health\"", Read(folder, "templates/bridge/statefulset.yaml"), StringComparison.Ordinal);
        Assert.Contains("claimName: \"bridge-data\"", Read(folder, "templates/bridge/statefulset.yaml"), StringComparison.Ordinal);
        foreach (var workload in (string[])["templates/opencode/statefulset.yaml", "templates/bridge/statefulset.yaml", "templates/ntfy/deployment.yaml"])
        {
            var text = Read(folder, workload);
            foreach (var line in (string[])["runAsNonRoot: true", "readOnlyRootFilesystem: true", "allowPrivilegeEscalation: false", "automountServiceAccountToken: false", "- \"ALL\""])
            {
                Assert.Contains(line, text, StringComparison.Ordinal);
            }

            Assert.DoesNotContain("hostPath", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Values_with_quotation_marks_are_quoted_by_Helm_and_passwords_are_required()
    {
        using var folder = new TemporaryFolder();

        await PublishAsync(folder);

        Assert.Contains(
            "OPENCODE_CONFIG_CONTENT: {{ if true }}{{ .Values.config.opencode.OPENCODE_CONFIG_CONTENT | toString | toJson }}{{ end }}\n",
            Read(folder, "templates/opencode/config.yaml"),
            StringComparison.Ordinal);
        var secrets = Read(folder, "templates/opencode/secrets.yaml");
        Assert.Contains("{{ required \".Values.secrets.opencode.opencode_password is missing\" .Values.secrets.opencode.opencode_password | toString | toJson }}", secrets, StringComparison.Ordinal);
        Assert.Contains("NTFY_TOKEN: {{ if true }}{{ .Values.", Read(folder, "templates/bridge/secrets.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_file_holds_the_value_of_a_secret()
    {
        using var folder = new TemporaryFolder();

        await PublishAsync(folder);

        foreach (var file in Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(AspireFixture.Password, File.ReadAllText(file), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Manifest_alone_brings_no_chart()
    {
        using var folder = new TemporaryFolder();

        await PublishAsync(folder, ["--publisher", "manifest", "--output-path", folder.Path]);

        Assert.False(File.Exists(Path.Combine(folder.Path, "Chart.yaml")));
    }

    private static Task PublishAsync(TemporaryFolder folder, params (string, string?)[] settings) =>
        PublishAsync(folder, ["--operation", "publish", "--step", "publish", "--output-path", folder.Path], settings);

    private static async Task PublishAsync(TemporaryFolder folder, string[] arguments, params (string, string?)[] settings) => Assert.Equal(0, await AspirePublish.RunAsync(
        AspireFixture.Deployment([AspireFixture.Digest, .. settings]),
        AspireFixture.Secrets,
        AspireFixture.Run,
        arguments,
        folder.Path,
        _ => Task.CompletedTask,
        TimeProvider.System,
        TestContext.Current.CancellationToken));

    private static string Read(TemporaryFolder folder, string file) => File.ReadAllText(Path.Combine(folder.Path, file));
}
