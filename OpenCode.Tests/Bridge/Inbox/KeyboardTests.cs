using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OpenCode.Tests.Bridge.Inbox;

public sealed class KeyboardTests(PageBrowser browser) : IClassFixture<PageBrowser>
{
    [Fact]
    public async Task Keys_step_to_and_fro_with_the_focus_in_sight_and_pick_an_option()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_1", command: "first");
        await bridge.UntilAlertAsync(alert => alert.GetProperty("kind").GetString() == "permission");
        server.AskQuestion("que_1");
        await bridge.UntilAlertAsync(alert => alert.GetProperty("kind").GetString() == "question");
        var page = await browser.OpenAsync(bridge.Url, options: PageBrowser.Desk());
        var cards = page.Locator("article.request");
        await Expect(cards).ToHaveCountAsync(2);

        foreach (var (key, card) in new[] { ("j", 0), ("j", 1), ("k", 0), ("j", 1) })
        {
            await page.Keyboard.PressAsync(key);
            await Expect(cards.Nth(card)).ToBeFocusedAsync();
            await Expect(cards.Nth(card)).ToHaveCSSAsync("outline-style", "solid");
        }

        await page.GetByLabel("Answer in your own words").FillAsync("j1");
        Assert.Empty(server.Replies);
        await cards.Nth(1).FocusAsync();
        await page.Keyboard.PressAsync("2");

        await Expect(page.GetByText("Answered", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Equal(("/question/que_1/reply", """{"answers":[["PostgreSQL"]]}"""), Assert.Single(server.Replies));
        await page.CloseAsync();
    }

    [Fact]
    public async Task Who_only_tabs_skips_the_views_and_keeps_a_place_after_deciding()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_1");
        var page = await browser.OpenAsync(bridge.Url, options: PageBrowser.Desk());
        var always = page.GetByRole(AriaRole.Button, new() { Name = "Always" });
        await Expect(always).ToBeEnabledAsync();

        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "To the content" })).ToBeFocusedAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "To the content" })).ToBeInViewportAsync();
        await page.Keyboard.PressAsync("Enter");
        for (var press = 0; press < 10 && !await always.EvaluateAsync<bool>("button => button === document.activeElement"); press++)
        {
            await page.Keyboard.PressAsync("Tab");
        }

        await Expect(always).ToHaveCSSAsync("outline-style", "solid");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByText("Always allowed", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.Locator("article.request")).ToBeFocusedAsync();
        await page.CloseAsync();
    }

    [Fact]
    public async Task Keys_that_are_turned_off_do_nothing_and_stay_off()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_1");
        var page = await browser.OpenAsync(bridge.Url, "#/channels", PageBrowser.Desk());
        await page.GetByLabel("Keys:").UncheckAsync();
        await page.ReloadAsync();
        await Expect(page.GetByLabel("Keys:")).Not.ToBeCheckedAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Now" }).ClickAsync();
        var card = page.Locator("article.request");
        await card.FocusAsync();

        await page.Keyboard.PressAsync("1");
        await page.Keyboard.PressAsync("j");
        await page.GetByRole(AriaRole.Button, new() { Name = "Deny" }).ClickAsync();

        await Expect(page.GetByText("Denied", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Equal("""{"reply":"reject"}""", Assert.Single(server.Replies).Body);
        await page.CloseAsync();
    }

    [Fact]
    public async Task Screen_reader_is_told_what_waits_and_what_each_thing_is()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_1");
        var page = await browser.OpenAsync(bridge.Url);

        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "1 request waits for you" })).ToHaveCountAsync(1);
        await Expect(page.GetByRole(AriaRole.Main)).ToMatchAriaSnapshotAsync("""
            - main:
              - heading "Now" [level=1]
              - region "Open requests":
                - article "Run a command":
                  - heading "Run a command" [level=2]
                  - paragraph:
                    - link "A title"
                  - figure "What is asked":
                    - group "What is asked"
                  - button "Once"
                  - button "Always"
                  - button "Deny"
                  - paragraph:
                    - button "Add a message"
            """);
        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Views" }).GetByRole(AriaRole.Link, new() { Name = "Now , 1 open request" })).ToHaveAttributeAsync("aria-current", "page");
        await page.CloseAsync();
    }
}
