using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using OpenCode.AppHost;
using OpenCode.AppHost.Hosting;
using OpenCode.AppHost.Hosting.Secrets;
using OpenCode.Tests.Stack;

namespace OpenCode.Tests.Hosting;

public sealed class SecretStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string SecretsFile => Path.Combine(_folder.Path, "user", "secrets.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Missing_passwords_are_made_once_and_kept()
    {
        var first = Resolve();
        var kept = JsonNode.Parse(File.ReadAllText(SecretsFile))!;
        var second = Resolve(("Parameters:opencode-password", (string?)kept["Parameters:opencode-password"]), ("Parameters:bridge-password", (string?)kept["Parameters:bridge-password"]));

        Assert.Matches("^[A-Za-z0-9]{40}$", first["opencode-password"]);
        Assert.NotEqual(first["opencode-password"], first["bridge-password"]);
        Assert.Equal(first["opencode-password"], second["opencode-password"]);
        Assert.Equal(first["bridge-password"], second["bridge-password"]);
    }

    [Fact]
    public void Kept_passwords_are_for_their_owner_only_and_other_entries_stay()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(SecretsFile)!);
        File.WriteAllText(SecretsFile, """{"Other":"stays"}""");

        Resolve();

        Assert.Equal("stays", (string?)JsonNode.Parse(File.ReadAllText(SecretsFile))!["Other"]);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(SecretsFile));
        }
    }

    [Fact]
    public void Environment_comes_before_user_secrets() =>
        Assert.Equal("from-environment", Resolve(("OPENCODE_SERVER_PASSWORD", "from-environment"), ("Parameters:opencode-password", "kept"))["opencode-password"]);

    [Fact]
    public void Optional_secret_without_a_value_is_absent_and_not_made() =>
        Assert.Null(Resolve().Find("ntfy-token"));

    [Fact]
    public void Same_password_for_server_and_bridge_is_refused_without_showing_it()
    {
        var failure = Assert.Throws<HostFailure>(() => Resolve(("OPENCODE_SERVER_PASSWORD", "hunter2hunter2"), ("BRIDGE_PASSWORD", "hunter2hunter2")));

        Assert.StartsWith("BRIDGE_PASSWORD: must differ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Demo_takes_the_one_given_password_for_both()
    {
        var secrets = Resolve(demo: true, ("OPENCODE_SERVER_PASSWORD", "one-for-both"));

        Assert.Equal("one-for-both", secrets["bridge-password"]);
    }

    [Fact]
    public void Demo_with_two_given_passwords_keeps_them_apart() =>
        Assert.Equal("b", Resolve(demo: true, ("OPENCODE_SERVER_PASSWORD", "a"), ("BRIDGE_PASSWORD", "b"))["bridge-password"]);

    [Fact]
    public void Password_with_a_line_break_is_refused()
    {
        var failure = Assert.Throws<HostFailure>(() => Resolve(("OPENCODE_SERVER_PASSWORD", "abc\ndef")));

        Assert.StartsWith("OPENCODE_SERVER_PASSWORD: holds a line break", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_user_secrets_are_named_and_left_as_they_are()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(SecretsFile)!);
        File.WriteAllText(SecretsFile, "{ broken");

        var failure = Assert.Throws<HostFailure>(() => Resolve());

        Assert.Contains(SecretsFile, failure.Message, StringComparison.Ordinal);
        Assert.Equal("{ broken", File.ReadAllText(SecretsFile));
    }

    [Fact]
    public void Values_are_not_printed() =>
        Assert.Equal("2 secrets", Resolve().ToString());

    private SecretValues Resolve(params (string Key, string? Value)[] given) => Resolve(demo: false, given);

    private SecretValues Resolve(bool demo, params (string Key, string? Value)[] given)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(given.Select(pair => new KeyValuePair<string, string?>(pair.Key, pair.Value)))
            .Build();
        return new SecretStore(configuration, new UserSecretsFile(SecretsFile)).Resolve(SettingsFixture.Model(demo), demo);
    }
}
