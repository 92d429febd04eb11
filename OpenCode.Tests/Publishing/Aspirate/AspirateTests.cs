using System.Diagnostics;
using System.Text.Json.Nodes;
using OpenCode.AppHost.CommandLine;
using OpenCode.AppHost.Publishing.Aspirate;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.Tests.Publishing.Aspirate;

/// <summary>The real Aspirate, with our manifest and our templates; the command is the one that <c>publish</c> prints.</summary>
public sealed class AspirateTests
{
    [Fact]
    public async Task Generate_yields_right_sizes_secrets_by_reference_probes_and_a_restricted_pod()
    {
        var objects = (await GenerateAsync(("Stack:OpenCode:Config:instructions:0", "it's {here}"))).ToDictionary(item => $"{item["kind"]!.Text}/{item.At("metadata.name")!.Text}");

        var server = objects["StatefulSet/opencode"];
        Assert.Equal(
            [("opencode-data", "5Gi"), ("opencode-workspaces", "50Gi")],
            server.At("spec.volumeClaimTemplates")!.Items.Select(claim => (claim.At("metadata.name")!.Text, claim.At("spec.resources.requests.storage")!.Text)));
        Assert.All(objects.Where(item => item.Key.StartsWith("StatefulSet/", StringComparison.Ordinal)), item => AssertRestricted(item.Value.At("spec.template.spec")!));
        Assert.Equal("opencode-secret", Container(server)["envFrom"]!.Items.Last().At("secretRef.name")!.Text);
        Assert.Contains("http://127.0.0.1:4096/global/health", Container(server).At("readinessProbe.exec.command")!.Items.Last().Text, StringComparison.Ordinal);
        Assert.Equal("/alive", Container(objects["StatefulSet/bridge"]).At("livenessProbe.httpGet.path")!.Text);

        var variables = objects["ConfigMap/opencode-env"]["data"]!;
        Assert.Null(variables["OPENCODE_SERVER_PASSWORD"]);
        Assert.Equal("it's {here}", (string?)JsonNode.Parse(variables["OPENCODE_CONFIG_CONTENT"]!.Text!)!["instructions"]![0]);
        Assert.Equal("http://opencode:4096", objects["ConfigMap/bridge-env"].At("data.OPENCODE_URL")!.Text);
        Assert.DoesNotContain(objects.Keys, key => key.StartsWith("Secret/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    public async Task Every_object_satisfies_its_schema(string ntfy)
    {
        var schemas = Flux.Schemas.FindOrSkip();

        var objects = await GenerateAsync(("Stack:Ntfy:SelfHosted", ntfy));

        Assert.NotEmpty(objects);
        Assert.Empty(objects.SelectMany(schemas.Errors));
    }

    private static async Task<IReadOnlyList<YamlNode>> GenerateAsync(params IEnumerable<(string Key, string? Value)> settings)
    {
        Assert.SkipUnless(IsOnPath("aspirate") && IsOnPath("kubectl"), "aspirate or kubectl is not on PATH");
        using var folder = new TemporaryFolder();
        var rendering = new ManifestFormat().Render(PublishFixture.Deployment(settings));
        await File.WriteAllTextAsync(Path.Combine(folder.Path, ManifestFormat.FileName), rendering.Files[0].Text, TestContext.Current.CancellationToken);
        var command = Assert.Single(rendering.Notes, note => note.Text.StartsWith("  aspirate generate", StringComparison.Ordinal)).Text.Trim();

        await RunAsync(command.Replace("<output>", folder.Path, StringComparison.Ordinal));
        return YamlReader.Read(await RunAsync($"kubectl kustomize {folder.Path}/aspirate"));
    }

    private static void AssertRestricted(YamlNode pod)
    {
        Assert.Equal("true", pod.At("securityContext.runAsNonRoot")!.Text);
        Assert.Equal("RuntimeDefault", pod.At("securityContext.seccompProfile.type")!.Text);
        Assert.Equal("false", pod["automountServiceAccountToken"]!.Text);
        var container = Assert.Single(pod["containers"]!.Items);
        Assert.Equal("false", container.At("securityContext.allowPrivilegeEscalation")!.Text);
        Assert.Equal("true", container.At("securityContext.readOnlyRootFilesystem")!.Text);
        Assert.Equal(["ALL"], container.At("securityContext.capabilities.drop")!.Items.Select(item => item.Text));
        Assert.NotNull(container.At("resources.limits.memory"));
    }

    private static YamlNode Container(YamlNode workload) => workload.At("spec.template.spec.containers")!.Items.Single();

    private static async Task<string> RunAsync(string command)
    {
        var words = command.Split(' ');
        using var process = Process.Start(new ProcessStartInfo(words[0], words[1..])
        {
            WorkingDirectory = Path.Combine(SolutionFolder.Find(), "OpenCode.AppHost"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{command}\n{output}\n{await error}");
        return output;
    }

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, $"{program}.exe")));
}
