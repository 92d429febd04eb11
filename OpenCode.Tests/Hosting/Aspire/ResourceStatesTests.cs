using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenCode.AppHost.Hosting;
using OpenCode.AppHost.Hosting.Aspire;

namespace OpenCode.Tests.Hosting.Aspire;

public sealed class ResourceStatesTests
{
    private static readonly ServiceSnapshot s_running = new("opencode", ServiceState.Running, default);

    [Theory]
    [InlineData(null, "Waiting")]
    [InlineData("Waiting", "Waiting")]
    [InlineData("Starting", "Starting")]
    [InlineData("Running", "Running")]
    [InlineData("Stopping", "Stopping")]
    [InlineData("Finished", "Finished")]
    [InlineData("Exited", "Finished")]
    [InlineData("FailedToStart", "FailedToStart")]
    public void State_has_our_name(string? text, string expected) =>
        Assert.Equal(expected, ResourceStates.Apply(s_running, Snapshot(text)).State.ToString());

    [Fact]
    public void Health_is_told_in_the_words_of_the_check()
    {
        HealthReportSnapshot[] reports = [new("opencode GET /global/health", HealthStatus.Unhealthy, "GET /global/health answered 401", null)];

        Assert.Equal("GET /global/health answered 401", ResourceStates.TextOf(reports));
        Assert.Equal("not asked yet", ResourceStates.TextOf([]));
    }

    [Fact]
    public void Service_that_ends_by_itself_has_its_exit_code()
    {
        var now = ResourceStates.Apply(s_running, Snapshot("Exited") with { ExitCode = 3 });

        Assert.True(now.HasFailed);
        Assert.Equal(3, now.ExitCode);
    }

    [Fact]
    public void Service_that_was_told_to_stop_has_not_failed()
    {
        var stopping = ResourceStates.Apply(s_running, Snapshot("Stopping"));
        var ended = ResourceStates.Apply(stopping, Snapshot("Exited") with { ExitCode = 143 });
        var later = ResourceStates.Apply(ended, Snapshot("Exited") with { ExitCode = 143 });

        Assert.True(later.HasEnded);
        Assert.False(later.HasFailed);
    }

    private static CustomResourceSnapshot Snapshot(string? state) => new() { ResourceType = "Executable", Properties = [], State = state };
}
