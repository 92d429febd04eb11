using System.Text;
using Google.Protobuf;
using OpenCode.AppHost.Hosting;
using OpenCode.AppHost.Hosting.Embedded;
using OpenCode.AppHost.Hosting.Embedded.Proto;

namespace OpenCode.Tests.Hosting.Embedded;

public sealed class ResourceMappingTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Map_lets_no_secret_pass()
    {
        var message = Encoding.UTF8.GetString(Map(ServiceState.Running).ToByteArray());

        Assert.DoesNotContain(TestStack.Password, message, StringComparison.Ordinal);
        Assert.DoesNotContain(TestStack.TelemetryKey, message, StringComparison.Ordinal);
        Assert.Contains("(secret opencode-password)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Map_names_the_resource_as_its_telemetry_does()
    {
        var resource = Map(ServiceState.Running);

        Assert.Equal("opencode-abcd1234", resource.Name);
        Assert.Equal("opencode", resource.DisplayName);
        Assert.Equal("Executable", resource.ResourceType);
        Assert.Equal(["http://127.0.0.1:4096/", "http://127.0.0.1:4096/doc"], resource.Urls.Select(url => url.FullUrl));
        Assert.All(resource.Urls, url => Assert.False(url.IsInactive));
    }

    [Fact]
    public void Map_shows_a_failure_and_what_was_waited_for()
    {
        var now = new ServiceSnapshot("bridge", ServiceState.Finished, Time, ExitCode: 3);

        var resource = ResourceMapping.Map(TestStack.Bridge, TestStack.Plan(TestStack.Bridge), "GET /health", now);

        Assert.Equal("Project", resource.ResourceType);
        Assert.Equal("Finished", resource.State);
        Assert.Equal("error", resource.StateStyle);
        Assert.Equal(3, resource.Properties.Single(property => property.Name == "resource.exitCode").Value.NumberValue);
        Assert.Equal("opencode", Assert.Single(resource.Relationships).ResourceName);
        Assert.False(Assert.Single(resource.HealthReports).HasStatus);
        Assert.True(Assert.Single(resource.Urls).IsInactive);
    }

    [Theory]
    [InlineData("Waiting", "start")]
    [InlineData("Starting", "")]
    [InlineData("Running", "stop restart")]
    [InlineData("Stopping", "")]
    [InlineData("Finished", "start")]
    [InlineData("FailedToStart", "start")]
    public void Commands_are_enabled_where_they_make_sense(string state, string enabled)
    {
        var commands = ResourceCommands.For(Enum.Parse<ServiceState>(state)).ToList();

        Assert.Equal(["start", "stop", "restart"], commands.Select(command => command.Name));
        Assert.Equal(enabled, string.Join(' ', commands.Where(command => command.State is ResourceCommandState.Enabled).Select(command => command.Name)));
    }

    private static Resource Map(ServiceState state) =>
        ResourceMapping.Map(TestStack.OpenCode, TestStack.Plan(TestStack.OpenCode), "GET /global/health", new("opencode", state, Time, StartedAt: Time, Pid: 7));
}
