using static Microsoft.Playwright.Assertions;

namespace OpenCode.Tests.EndToEnd;

[Collection(StackCollection.Name)]
public sealed class DashboardTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dashboard_shows_services_console_logs_and_one_trace_from_the_alert_to_the_servers_answer()
    {
        await using var stack = await StackProcess.StartDemoAsync(Cancel);
        using var api = new BridgeApi(stack);
        await using var dashboard = await DashboardPage.OpenAsync(stack);

        foreach (var service in (string[])["opencode", "bridge", "model"])
        {
            await Expect(dashboard.Row(service)).ToContainTextAsync("Running");
        }

        await dashboard.Page.GotoAsync(new Uri(dashboard.Login, "/consolelogs/resource/opencode").AbsoluteUri);
        await Expect(dashboard.Page.GetByText("opencode server listening on").First).ToBeVisibleAsync();

        var alert = await api.TheOpenAlertAsync(Cancel);
        using var decided = await api.DecideAsync((string)alert["id"]!, new { decision = "once" }, Cancel);
        await dashboard.Page.GotoAsync(new Uri(dashboard.Login, "/traces").AbsoluteUri);
        await dashboard.Page.GetByText("bridge: alert permission").First.ClickAsync();
        await Expect(dashboard.Page.GetByText("decide").First).ToBeVisibleAsync();
        await Expect(dashboard.Page.GetByText("http.server POST").First).ToBeVisibleAsync();

        await dashboard.Page.GotoAsync(new Uri(dashboard.Login, "/").AbsoluteUri);
        await Expect(dashboard.Row("opencode")).ToBeVisibleAsync();
        await dashboard.RestartAsync("opencode");
        await stack.WaitAsync(() => stack.Services()["opencode"].Health != "healthy", "the server went down", TimeSpan.FromSeconds(30), Cancel);
        await stack.WaitAsync(() => stack.Services().Values.All(service => service.Health == "healthy"), "all healthy again", TimeSpan.FromMinutes(1), Cancel);
        Assert.DoesNotContain(StackProcess.Password, await dashboard.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(StackProcess.Password, stack.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(StackProcess.Password, await File.ReadAllTextAsync(StackProcess.StackFile, Cancel), StringComparison.Ordinal);
    }
}
