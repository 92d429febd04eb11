using System.Net;
using System.Net.Sockets;
using OpenCode.AppHost;
using OpenCode.AppHost.Hosting;

namespace OpenCode.Tests.Hosting;

public sealed class LoopbackPortsTests
{
    [Fact]
    public void Allocate_gives_every_request_its_own_port()
    {
        var ports = LoopbackPorts.Allocate(Enumerable.Range(0, 50).Select(number => new PortRequest($"{number}", 0)));

        Assert.Equal(50, ports.Values.Distinct().Count());
        Assert.DoesNotContain(0, ports.Values);
    }

    [Fact]
    public void Allocate_names_service_setting_and_port_of_a_taken_one()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var failure = Assert.Throws<HostFailure>(() => LoopbackPorts.Allocate([new("free", 0), new("opencode", port, "Stack:OpenCode:Port")]));

        Assert.Equal(HostFailure.BadInput, failure.ExitCode);
        Assert.Contains($"Port {port} of opencode is taken", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Stack:OpenCode:Port", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }
}
