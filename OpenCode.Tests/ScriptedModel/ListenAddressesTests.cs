using System.Net;
using System.Net.Sockets;
using OpenCode.ScriptedModel;

namespace OpenCode.Tests.ScriptedModel;

public sealed class ListenAddressesTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ; ")]
    public void Parse_nothing_is_the_default(string? urls) => Assert.Equal([ListenAddresses.Default], ListenAddresses.Parse(urls));

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://[::1]:5000")]
    [InlineData("http://localhost:5000")]
    [InlineData("http://127.0.0.1:5000/")]
    [InlineData("http://127.0.0.1:5000; http://[::1]:5000")]
    public void Parse_loopback_is_allowed(string urls) =>
        Assert.Equal(urls.Split("; "), ListenAddresses.Parse(urls));

    [Theory]
    [InlineData("http://0.0.0.0:5000")]
    [InlineData("http://[::]:5000")]
    [InlineData("http://*:5000")]
    [InlineData("http://+:5000")]
    [InlineData("http://192.168.1.10:5000")]
    [InlineData("http://model.example:5000")]
    [InlineData("http://127.0.0.1.example:5000")]
    [InlineData("https://127.0.0.1:5000")]
    [InlineData("http://127.0.0.1:5000/base")]
    [InlineData("http://localhost:0")]
    [InlineData("127.0.0.1:5000")]
    [InlineData("http://127.0.0.1:0;http://0.0.0.0:5000")]
    public async Task RunAsync_anything_else_is_one_line_and_exit_2(string urls)
    {
        using var error = new StringWriter();

        Assert.Equal(2, await ScriptedModelApp.RunAsync(["--urls", urls], error));
        Assert.StartsWith("ASPNETCORE_URLS: '", error.ToString(), StringComparison.Ordinal);
        Assert.Single(error.ToString().TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task RunAsync_port_in_use_is_one_line_and_exit_2()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        using var error = new StringWriter();
        var url = $"http://{other.LocalEndpoint}";

        Assert.Equal(2, await ScriptedModelApp.RunAsync(["--urls", url], error));
        Assert.StartsWith($"ASPNETCORE_URLS: cannot listen on {url}: ", error.ToString(), StringComparison.Ordinal);
        Assert.Single(error.ToString().TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Create_endpoints_of_the_configuration_are_not_opened()
    {
        await using var app = ScriptedModelApp.Create(
            ["--urls", "http://127.0.0.1:0", "--Kestrel:Endpoints:Extra:Url", "http://0.0.0.0:0"]);
        await app.StartAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("http://127.0.0.1:", Assert.Single(app.Urls), StringComparison.Ordinal);
    }
}
