using System.Diagnostics;
using System.Text;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.Tests.Publishing.Flux;

/// <summary>The commands that a person runs where no store makes the Secrets, run by a shell without a cluster.</summary>
public sealed class SecretCommandsTests
{
    private static readonly string[] s_variables =
    [
        "OPENCODE_SERVER_PASSWORD", "BRIDGE_PASSWORD", "ANTHROPIC_API_KEY", "NTFY_TOKEN", "NTFY_BRIDGE_HASH", "NTFY_PHONE_HASH",
        "REPOSITORY_TEMPLATE", "RESTIC_PASSWORD", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
    ];

    [Fact]
    public async Task Commands_make_every_Secret_that_the_tree_refers_to()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && IsOnPath("kubectl"), "kubectl is not on PATH");
        var rendering = PublishFixture.Render(
            ("Stack:Cluster:Secrets", "kubernetes"), ("Stack:Cluster:External", "authentik"), ("Stack:Cluster:Backup", "volsync"), ("Stack:Ntfy:SelfHosted", "true"));
        var commands = rendering.Notes.Select(note => note.Text.Trim()).Where(text => text.StartsWith("kubectl -n ", StringComparison.Ordinal)).ToList();

        var secrets = new Dictionary<string, YamlNode>();
        foreach (var command in commands)
        {
            var secret = Assert.Single(YamlReader.Read(await ShellAsync($"{command} --dry-run=client -o yaml")));
            secrets.Add(secret.At("metadata.name")!.Text!, secret["data"]!);
        }

        Assert.Equal(
            rendering.Given.Where(given => given.Kind == "Secret" && given.Name != "cluster-secrets").Select(given => given.Name).Order(StringComparer.Ordinal),
            secrets.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("value of BRIDGE_PASSWORD", Value(secrets, "opencode-bridge-secret", "BRIDGE_PASSWORD"));
        Assert.Equal("opencode", Value(secrets, "opencode-secret", "OPENCODE_SERVER_USERNAME"));
        Assert.Equal("bridge:value of NTFY_BRIDGE_HASH:user,phone:value of NTFY_PHONE_HASH:user", Value(secrets, "opencode-ntfy-secret", "NTFY_AUTH_USERS"));
        Assert.Equal($"Basic {Base64("opencode:value of OPENCODE_SERVER_PASSWORD")}", Value(secrets, "opencode-upstream-auth", "credential"));
        Assert.Equal($"Basic {Base64("opencode:value of BRIDGE_PASSWORD")}", Value(secrets, "opencode-bridge-upstream-auth", "credential"));
    }

    [Fact]
    public void Keys_that_the_commands_leave_out_are_told() =>
        Assert.Contains(PublishFixture.RenderCluster(("Secrets", "kubernetes")).Notes, note => note.Text == "  opencode-secret may also have OPENAI_API_KEY");

    private static string Value(Dictionary<string, YamlNode> secrets, string name, string key) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(secrets[name][key]!.Text!));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static async Task<string> ShellAsync(string command)
    {
        var start = new ProcessStartInfo("sh", ["-euc", command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var variable in s_variables)
        {
            start.Environment[variable] = $"value of {variable}";
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{command}\n{await error}");
        return output;
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
