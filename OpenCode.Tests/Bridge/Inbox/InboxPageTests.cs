using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OpenCode.Tests.Bridge.Inbox;

public sealed class InboxPageTests(PageBrowser browser) : IClassFixture<PageBrowser>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_decides_too_late_reads_who_was_faster(bool taps)
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_1");
        var alert = await bridge.UntilAlertAsync();
        var page = await browser.OpenAsync(bridge.Url, clock: true);
        var once = page.GetByRole(AriaRole.Button, new() { Name = "Once" });
        await Expect(page.GetByText("ls -la")).ToBeVisibleAsync();
        await page.RouteAsync("**/decision", async route =>
        {
            await bridge.DecideAsync(alert, """{"decision":"reject"}""");
            await route.ContinueAsync();
        });

        var late = page.WaitForResponseAsync("**/decision");
        await once.ClickAsync();

        Assert.Equal(409, (await late).Status);
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("already decided: reject by inbox");
        await Expect(page.GetByText("Denied by inbox")).ToBeVisibleAsync();
        await Expect(once).ToHaveCountAsync(0);
        await Expect(page.GetByText("Nothing waits for you.")).ToBeVisibleAsync();
        if (taps)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();
        }
        else
        {
            await page.Clock.RunForAsync(15_000);
        }

        await Expect(page.GetByText("ls -la")).ToHaveCountAsync(0);
        await page.CloseAsync();
    }

    [Fact]
    public async Task Bridge_that_is_away_leaves_no_button_that_seems_to_work()
    {
        await using var server = await FakeOpenCode.StartAsync();
        IPage page;
        await using (var bridge = await RunningBridge.StartAsync(server))
        {
            server.AskPermission("per_1");
            page = await browser.OpenAsync(bridge.Url);
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Once" })).ToBeEnabledAsync();
        }

        await Expect(page.GetByText("The bridge cannot be reached.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Last seen ")).ToBeVisibleAsync();
        foreach (var name in (string[])["Once", "Always", "Deny"])
        {
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = name })).ToBeDisabledAsync();
        }

        await page.CloseAsync();
    }

    [Fact]
    public async Task Server_that_is_away_is_told_and_decides_nothing()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_1");
        var page = await browser.OpenAsync(bridge.Url);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Once" })).ToBeEnabledAsync();

        await server.StopAsync();

        await Expect(page.GetByText("opencode cannot be reached. What waits there may be out of date.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Once" })).ToBeDisabledAsync();
        await page.CloseAsync();
    }

    [Fact]
    public async Task Keys_go_through_requests_and_decide_the_one_in_focus()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_1", "ses_1", "first");
        await bridge.UntilAlertAsync(alert => alert.GetProperty("text").GetString() == "first");
        server.AskPermission("per_2", "ses_2", "second");
        await bridge.UntilAlertAsync(alert => alert.GetProperty("text").GetString() == "second");
        var page = await browser.OpenAsync(bridge.Url, options: PageBrowser.Desk());
        await Expect(page.GetByText("second")).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("3");

        await Expect(page.GetByText("Denied")).ToBeVisibleAsync();
        Assert.Equal(("/permission/per_2/reply", """{"reply":"reject"}"""), Assert.Single(server.Replies));
        await page.CloseAsync();
    }

    [Fact]
    public async Task Follow_up_and_stop_reach_the_session_and_a_new_one_is_started()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AddSession("ses_1", "Tidy up");
        server.States["ses_1"] = "busy";
        server.Send(Given.Folder, "session.status", """{"sessionID":"ses_1","status":{"type":"busy"}}""");
        server.Todos["ses_1"] = """[{"content":"Sweep the floor","status":"in_progress","priority":"high"}]""";
        var page = await browser.OpenAsync(bridge.Url, "#/sessions");
        await page.GetByRole(AriaRole.Link, new() { Name = "Tidy up" }).ClickAsync();
        await Expect(page.GetByText("Sweep the floor")).ToBeVisibleAsync();

        await page.GetByLabel("Follow up").FillAsync("Now the windows");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(page.GetByText("Sent.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        Assert.DoesNotContain(server.Asked, asked => asked.Verb == "abort");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop it now" }).ClickAsync();
        await bridge.UntilAsync(() => Task.FromResult(server.Asked.Any(asked => asked.Verb == "abort")));

        await page.GotoAsync(new Uri(bridge.Url, "#/sessions/new").AbsoluteUri);
        await Expect(page.GetByLabel("Workspace")).ToHaveValueAsync(Given.Folder);
        await page.GetByLabel("Task").FillAsync("Paint the door");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        // The form has the same heading as the session that it makes: the address tells them apart.
        // Asked again and again: WaitForURLAsync misses an address that changes while it begins to wait.
        await Expect(page).ToHaveURLAsync(new Regex("#/sessions/ses_new$"));

        Assert.Equal(["prompt ses_1", "abort ses_1", $"create {Given.Folder}", "prompt ses_new"], server.Asked.Select(asked => $"{asked.Verb} {asked.Of}"));
        await page.CloseAsync();
    }
}
