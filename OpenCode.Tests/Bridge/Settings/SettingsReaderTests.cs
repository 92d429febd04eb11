using Microsoft.Extensions.Configuration;
using OpenCode.Bridge.Settings;

namespace OpenCode.Tests.Bridge.Settings;

public sealed class SettingsReaderTests
{
    [Fact]
    public void Read_of_nothing_gives_the_defaults()
    {
        var settings = Read();

        var server = Assert.Single(settings.Servers);
        Assert.Equal(("opencode", "http://127.0.0.1:4096/", null), (server.Name, server.Url.AbsoluteUri, server.Login));
        Assert.Null(settings.Login);
        Assert.Null(settings.PublicUrl);
    }

    [Fact]
    public void Read_takes_an_empty_value_for_an_unset_one() =>
        Assert.Equal(Read().Servers, Read(("OPENCODE_URL", " "), ("OPENCODE_SERVER_PASSWORD", ""), ("BRIDGE_PUBLIC_URL", ""), ("OPENCODE_URL:WORK", "")).Servers);

    [Fact]
    public void Read_takes_the_servers_login_for_the_inbox_of_one_server()
    {
        Assert.Equal(new("ada", "secret"), Read(("OPENCODE_SERVER_USERNAME", "ada"), ("OPENCODE_SERVER_PASSWORD", "secret")).Login);
        Assert.Equal(new("opencode", "mine"), Read(("OPENCODE_SERVER_USERNAME", "ada"), ("OPENCODE_SERVER_PASSWORD", "secret"), ("BRIDGE_PASSWORD", "mine")).Login);
    }

    [Fact]
    public void Read_names_further_servers_and_lends_them_nothing()
    {
        var settings = Read(
            ("OPENCODE_URL", "http://one"),
            ("OPENCODE_SERVER_USERNAME", "ada"),
            ("OPENCODE_SERVER_PASSWORD", "secret"),
            ("OPENCODE_URL:HOME_LAB", "https://two:4097/oc"),
            ("OPENCODE_URL:WORK", "http://three"),
            ("OPENCODE_SERVER_PASSWORD:WORK", "other"),
            ("BRIDGE_PASSWORD", "mine"));

        Assert.Equal(
            [
                new("opencode", new("http://one/"), new("ada", "secret")),
                new("home-lab", new("https://two:4097/oc/"), null),
                new("work", new("http://three/"), new("opencode", "other")),
            ],
            settings.Servers);
    }

    [Theory]
    [InlineData("OPENCODE_URL", "localhost:4096", "OPENCODE_URL=localhost:4096")]
    [InlineData("OPENCODE_URL", "ftp://x", "OPENCODE_URL=ftp://x")]
    [InlineData("OPENCODE_URL", "two\nlines", "OPENCODE_URL=two lines")]
    [InlineData("OPENCODE_URL:WORK", "nonsense", "OPENCODE_URL__WORK=nonsense")]
    [InlineData("OPENCODE_URL:WORK", "http://x", "BRIDGE_PASSWORD")]
    [InlineData("OPENCODE_URL:OPENCODE", "http://x", "OPENCODE_URL__OPENCODE")]
    [InlineData("OPENCODE_URL:A B", "http://x", "OPENCODE_URL__A B")]
    [InlineData("OPENCODE_SERVER_PASSWORD:WORK", "secret", "OPENCODE_URL__WORK")]
    [InlineData("OPENCODE_SERVER_USERNAME", "a:b", "OPENCODE_SERVER_USERNAME=a:b")]
    [InlineData("BRIDGE_USERNAME", "a:b", "BRIDGE_USERNAME=a:b")]
    [InlineData("BRIDGE_PUBLIC_URL", "oc.example", "BRIDGE_PUBLIC_URL=oc.example")]
    [InlineData("urls", "nonsense", "ASPNETCORE_URLS=nonsense")]
    [InlineData("urls", "https://127.0.0.1:1", "ASPNETCORE_URLS=https://127.0.0.1:1")]
    [InlineData("urls", "http://localhost:0", "ASPNETCORE_URLS=http://localhost:0")]
    [InlineData("urls", "http://0.0.0.0:8081", "ASPNETCORE_URLS=http://0.0.0.0:8081")]
    [InlineData("urls", "http://127.0.0.1:1;http://*:2", "ASPNETCORE_URLS=http://*:2")]
    [InlineData("http_ports", "8080", "ASPNETCORE_URLS=http://*:8080")]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://0.0.0.0:8082", "Kestrel__Endpoints__Http")]
    public void Read_refuses_in_one_line_that_names_variable_and_value(string key, string value, string expected)
    {
        var wrong = Assert.Throws<SettingsException>(() => Read(("OPENCODE_URL", "http://one"), (key, value)));

        Assert.StartsWith(expected, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', wrong.Message);
        Assert.DoesNotContain("secret", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OPENCODE_URL", "http://ada:secret@x")]
    [InlineData("OPENCODE_URL", "ada:secret@x")]
    [InlineData("OPENCODE_URL", "http://x/?auth_token=secret")]
    [InlineData("OPENCODE_URL", "http://x/#secret")]
    [InlineData("OPENCODE_URL", "x?auth_token=secret")]
    [InlineData("OPENCODE_URL:WORK", "http://x/?auth_token=secret")]
    [InlineData("BRIDGE_PUBLIC_URL", "https://x/?token=secret")]
    [InlineData("BRIDGE_METRICS_URLS", "ada:secret@x")]
    [InlineData("urls", "http://ada:secret@127.0.0.1:1")]
    public void Read_never_shows_a_secret_in_a_url(string key, string url)
    {
        var wrong = Assert.Throws<SettingsException>(() => Read((key, url)));

        Assert.DoesNotContain("secret", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("   ")]
    [InlineData(" secret ")]
    [InlineData("secret\n")]
    public void Read_takes_a_password_to_its_last_character(string password)
    {
        var settings = Read(("OPENCODE_SERVER_PASSWORD", password), ("OPENCODE_URL:WORK", "http://x"), ("OPENCODE_SERVER_PASSWORD:WORK", password), ("BRIDGE_PASSWORD", password));

        Assert.All(settings.Servers.Select(server => server.Login).Append(settings.Login), login => Assert.Equal(password, login?.Password));
    }

    [Fact]
    public void Read_lets_others_in_where_there_is_a_password() =>
        Assert.Equal(["http://0.0.0.0:8081"], Read(("urls", "http://0.0.0.0:8081"), ("BRIDGE_PASSWORD", "mine")).ListenUrls);

    private static BridgeSettings Read(params (string Key, string Value)[] values)
    {
        var all = new Dictionary<string, string?>();
        foreach (var (key, value) in values)
        {
            all[key] = value;
        }

        return SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(all).Build());
    }
}
