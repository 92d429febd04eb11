using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OpenCode.Tests.Bridge.Inbox;

public sealed class HistoryPageTests(PageBrowser browser) : IClassFixture<PageBrowser>
{
    [Fact]
    public async Task Audit_tells_who_decided_from_where_and_what_came_of_it()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await StartAsync(server);
        var page = await browser.OpenAsync(bridge.Url, "#/history");
        await Expect(page.GetByText("2 alerts")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Decisions" }).ClickAsync();

        await Expect(page.GetByText("3 decisions")).ToBeVisibleAsync();
        await page.GetByText("Denied by inbox").ClickAsync();
        var facts = page.GetByRole(AriaRole.Table, new() { Name = "The decision" });
        await Expect(facts.GetByRole(AriaRole.Row, new() { Name = "From 127.0.0.1" })).ToBeVisibleAsync();
        await Expect(facts.GetByRole(AriaRole.Row, new() { Name = "Message Rather not" })).ToBeVisibleAsync();
        await Expect(facts.GetByRole(AriaRole.Row, new() { Name = "Result took effect" })).ToBeVisibleAsync();
        await Expect(facts.GetByRole(AriaRole.Row, new() { Name = "Asked for Run a command" })).ToBeVisibleAsync();
        Assert.Empty(browser.Complaints);
        await page.CloseAsync();
    }

    [Fact]
    public async Task Decisions_are_filtered_and_found_by_what_was_asked()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await StartAsync(server);
        var page = await browser.OpenAsync(bridge.Url, "#/history/decisions");
        await Expect(page.GetByText("3 decisions")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Did not" }).ClickAsync();
        await Expect(page.GetByText("1 decision", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByText("too late")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "All", Exact = true }).ClickAsync();
        await page.GetByLabel("Search decisions").FillAsync("MAKE inbox");
        await Expect(page.GetByText("1 decision", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByText("Denied by inbox")).ToBeVisibleAsync();
        await page.GetByLabel("Search decisions").FillAsync("nobody says this");
        await Expect(page.GetByText("None is like that.")).ToBeVisibleAsync();
        await page.CloseAsync();
    }

    /// <summary><c>ls -la</c> is allowed and then denied too late; <c>make</c> is denied with a message.</summary>
    private static async Task<RunningBridge> StartAsync(FakeOpenCode server)
    {
        var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_1");
        var first = await bridge.UntilAlertAsync();
        await bridge.DecideAsync(first, """{"decision":"once"}""");
        await bridge.DecideAsync(first, """{"decision":"reject"}""");
        server.AskPermission("per_2", command: "make");
        var second = await bridge.UntilAlertAsync(alert => alert.GetProperty("text").GetString() == "make");
        await bridge.DecideAsync(second, """{"decision":"reject","message":"Rather not"}""");
        return bridge;
    }
}
