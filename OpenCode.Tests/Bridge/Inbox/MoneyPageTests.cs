using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OpenCode.Tests.Bridge.Inbox;

public sealed class MoneyPageTests(PageBrowser browser) : IClassFixture<PageBrowser>
{
    [Fact]
    public async Task Cost_is_told_by_project_and_model_and_waits_by_their_median_and_worst()
    {
        await using var server = await FakeOpenCode.StartAsync(fake => fake.Updated = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_1");
        var alert = await bridge.UntilAlertAsync();
        await bridge.DecideAsync(alert, """{"decision":"once"}""");
        // Too late: waited for by nobody.
        await bridge.DecideAsync(alert, """{"decision":"reject"}""");

        var page = await browser.OpenAsync(bridge.Url, "#/money");

        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "project-1 $0.25 15" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "scripted/one $0.25 15" })).ToBeVisibleAsync();
        var waits = page.GetByRole(AriaRole.Table, new() { Name = "How long decisions took" });
        await Expect(waits.GetByRole(AriaRole.Row, new() { Name = "Decisions 1" })).ToBeVisibleAsync();
        await Expect(waits.GetByRole(AriaRole.Row, new() { Name = "Worst" })).ToContainTextAsync(" s");
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "Median wait a day, the last 30 days" })).ToBeVisibleAsync();
        Assert.Empty(browser.Complaints);
        await page.CloseAsync();
    }

    [Fact]
    public async Task Median_of_waits_lies_between_them_and_a_former_time_does_not_count()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        var page = await browser.OpenAsync(bridge.Url);
        // The bridge that runs for the test has no past.
        var now = TimeProvider.System.GetUtcNow();
        var entries = new[] { Entry(now, 10), Entry(now, 30), Entry(now, 200), Entry(now.AddDays(-8), 5000) };
        await page.RouteAsync("**/api/audit**", route => route.FulfillAsync(new() { ContentType = "application/json", Body = $"[{string.Join(',', entries)}]" }));

        await page.GetByRole(AriaRole.Link, new() { Name = "Money" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "7 days" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "Median 30 s" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "Worst 3 min" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "30 days" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "Worst 1 h 23 min" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "Decisions 4" })).ToBeVisibleAsync();
        await page.CloseAsync();
    }

    private static string Entry(DateTimeOffset at, int seconds) =>
        $$"""{"at":"{{at:O}}","askedAt":"{{at.AddSeconds(-seconds):O}}","alertId":"a","by":"ada","from":"inbox","decision":"once","result":"taken"}""";
}
