using System.Diagnostics;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.Tests.Publishing.Kustomize;

/// <summary><c>kubectl kustomize</c> builds the tree with every choice that changes its shape.</summary>
public sealed class KubectlTests
{
    public static TheoryData<string> Choices { get; } =
    [
        "", "Workload=deployment", "SingleVolume=true", "WorkspacesNfs=nas.lan:/work", "Secrets=kubernetes", "Backup=none", "Backup=volsync", "Monitoring=false",
        "NetworkPolicies=false", "Ingress=ingress-nginx/nginx", "External=authentik", "External=authentik-route", "External=public", "Namespace=ai", "NodeSelector:kubernetes.io/arch=amd64",
        "Stack:Ntfy:SelfHosted=true", "External=authentik-route Workload=deployment Secrets=kubernetes Backup=volsync Stack:Ntfy:SelfHosted=true",
    ];

    [Theory]
    [MemberData(nameof(Choices))]
    public async Task Tree_builds_and_every_reference_survives(string choices)
    {
        Assert.SkipUnless(IsInstalled("kubectl"), "kubectl is not on PATH");
        using var folder = new TemporaryFolder();
        foreach (var file in KustomizeFormatTests.Render(choices.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(choice => (choice[..choice.IndexOf('=', StringComparison.Ordinal)], (string?)choice[(choice.IndexOf('=', StringComparison.Ordinal) + 1)..]))).Files)
        {
            var path = Path.Combine(folder.Path, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, file.Text, TestContext.Current.CancellationToken);
        }

        var objects = YamlReader.Read(await KubectlAsync("kustomize", folder.Path));

        // The configuration's name carries a hash, and the pod refers to it by that name.
        var server = objects.Single(item => item["kind"]!.Text is "StatefulSet" or "Deployment" && item.At("metadata.name")!.Text == "opencode");
        var config = server.At("spec.template.spec.volumes")!.Items.Single(volume => volume["name"]!.Text == "config").At("configMap.name")!.Text!;
        Assert.StartsWith("opencode-config-", config, StringComparison.Ordinal);
        Assert.Single(objects, item => item["kind"]!.Text == "ConfigMap" && item.At("metadata.name")!.Text == config);
        Assert.All(objects, item => Assert.NotNull(item.At("metadata.namespace")));
        Assert.Equal(objects.Count, objects.Select(item => (item["kind"]!.Text, item.At("metadata.namespace")!.Text, item.At("metadata.name")!.Text)).Distinct().Count());
    }

    private static async Task<string> KubectlAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("kubectl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await error);
        return output;
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
