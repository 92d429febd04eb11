using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OpenCode.Tests.Bridge.Inbox;

public sealed class SessionsPageTests(PageBrowser browser) : IClassFixture<PageBrowser>
{
    [Fact]
    public async Task Session_in_a_retry_counts_down_and_tells_its_model_and_how_long_it_goes_on()
    {
        await using var server = await FakeOpenCode.StartAsync(fake =>
        {
            fake.AddSession("ses_1", "Tidy up");
            fake.States["ses_1"] = "retry";
            fake.RetryAt["ses_1"] = TimeProvider.System.GetUtcNow().AddSeconds(50).ToUnixTimeMilliseconds();
        });
        await using var bridge = await RunningBridge.StartAsync(server);
        var page = await browser.OpenAsync(bridge.Url, "#/sessions");
        var row = page.GetByRole(AriaRole.Link, new() { Name = "Tidy up" });
        await Expect(row).ToContainTextAsync(new Regex("retrying in [0-9]+ s"));

        var left = Regex.Match(await row.InnerTextAsync(), "retrying in [0-9]+ s").Value;

        await Expect(row).Not.ToContainTextAsync(left);
        await Expect(row).ToContainTextAsync(new Regex("retrying in [0-9]+ s"));
        await Expect(row).ToContainTextAsync("5 min long");
        await row.ClickAsync();
        await Expect(page.GetByText("scripted/one")).ToBeVisibleAsync();
        await page.CloseAsync();
    }

    [Fact]
    public async Task Session_that_waits_for_a_person_says_so()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_1");
        var page = await browser.OpenAsync(bridge.Url, "#/sessions");

        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "A title" })).ToContainTextAsync("waits for you");
        await page.CloseAsync();
    }
}
