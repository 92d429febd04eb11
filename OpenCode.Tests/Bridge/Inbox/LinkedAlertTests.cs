using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OpenCode.Tests.Bridge.Inbox;

/// <summary>Messages of channels lead to <c>#&lt;alert&gt;</c>.</summary>
public sealed class LinkedAlertTests(PageBrowser browser) : IClassFixture<PageBrowser>
{
    [Fact]
    public async Task Link_leads_to_its_request_whether_the_page_opens_with_it_or_is_open()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        var ids = new List<string>();
        for (var number = 1; number <= 4; number++)
        {
            var command = $"make step-{number}\n{string.Concat(Enumerable.Repeat("# a long script\n", 40))}";
            server.AskPermission($"per_{number}", $"ses_{number}", command);
            ids.Add((await bridge.UntilAlertAsync(alert => alert.GetProperty("text").GetString() == command)).GetProperty("id").GetString()!);
        }

        var page = await browser.OpenAsync(bridge.Url, $"#{ids[3]}");
        await Expect(Card(page, "make step-4")).ToBeFocusedAsync();
        await Expect(Card(page, "make step-4")).ToBeInViewportAsync();

        await page.EvaluateAsync("id => { location.hash = id; }", ids[1]);
        await Expect(Card(page, "make step-2")).ToBeFocusedAsync();
        await Expect(Card(page, "make step-2")).ToBeInViewportAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Link_to_what_is_over_tells_how_it_ended()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_1");
        var alert = await bridge.UntilAlertAsync();
        await bridge.DecideAsync(alert, """{"decision":"reject"}""");

        var page = await browser.OpenAsync(bridge.Url, $"#{alert.GetProperty("id").GetString()}");

        await Expect(Card(page, "ls -la").GetByText("Denied by inbox")).ToBeVisibleAsync();
        await Expect(Card(page, "ls -la").GetByRole(AriaRole.Button, new() { Name = "Once" })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();
        await Expect(page.GetByText("ls -la")).ToHaveCountAsync(0);
        await page.EvaluateAsync("location.hash = 'nosuchalert'");
        await Expect(page.GetByText("What the link led to is not known here any more.")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    private static ILocator Card(IPage page, string says) => page.Locator("article.request").Filter(new() { HasText = says });
}
