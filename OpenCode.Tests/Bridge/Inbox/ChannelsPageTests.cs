using Microsoft.Playwright;
using OpenCode.Tests.Bridge.Channels.Fakes;
using static Microsoft.Playwright.Assertions;

namespace OpenCode.Tests.Bridge.Inbox;

public sealed class ChannelsPageTests(PageBrowser browser) : IClassFixture<PageBrowser>
{
    [Fact]
    public async Task Channel_in_trouble_says_so_at_once_and_that_it_works_again()
    {
        await using var webhook = new FakeWebhook();
        await webhook.StartAsync();
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await StartAsync(server, webhook);
        var page = await browser.OpenAsync(bridge.Url, "#/channels");
        var card = page.GetByRole(AriaRole.Article, new() { Name = "Webhook" });
        await Expect(card).ToContainTextAsync("not used yet");
        webhook.Chance = _ => new Fault.Status(503);

        server.AskPermission("per_1");

        await Expect(card).ToContainTextAsync("retrying");
        await Expect(card).ToContainTextAsync("1 message waiting");
        await Expect(card).ToContainTextAsync("it does not work right now (503)");
        webhook.Chance = _ => null;
        await Expect(card).ToContainTextAsync("working", new() { Timeout = 15_000 });
        await Expect(card).ToContainTextAsync("Last error, ");
        await Expect(card).Not.ToContainTextAsync("waiting");
        await page.CloseAsync();
    }

    [Fact]
    public async Task Test_button_shows_what_became_of_it()
    {
        await using var webhook = new FakeWebhook();
        await webhook.StartAsync();
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await StartAsync(server, webhook);
        var page = await browser.OpenAsync(bridge.Url, "#/channels");
        var button = page.GetByRole(AriaRole.Button, new() { Name = "Send a test through Webhook" });

        await button.ClickAsync();
        await Expect(page.GetByText("The test was accepted.")).ToBeVisibleAsync();
        webhook.Next(new Fault.Status(404));
        await button.ClickAsync();

        await Expect(page.GetByText("The test failed: there is nothing at the address that is set (404)")).ToBeVisibleAsync();
        Assert.Single(webhook.Taken);
        await page.CloseAsync();
    }

    private static Task<RunningBridge> StartAsync(FakeOpenCode server, FakeWebhook webhook) => RunningBridge.StartAsync(server, settings =>
    {
        settings["ALERT_GRACE"] = "0s";
        settings["WEBHOOK_URL"] = webhook.HookUrl;
        settings["WEBHOOK_SECRET"] = FakeWebhook.DefaultSecret;
    });
}
