using Microsoft.Playwright;
using OpenCode.Tests.EndToEnd;
using static Microsoft.Playwright.Assertions;

namespace OpenCode.Tests.Bridge.Inbox;

public sealed class InboxPageTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_decides_too_late_reads_who_was_faster(bool taps)
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        var (playwright, browser) = await Chromium.LaunchAsync();
        using var _ = playwright;
        await using var __ = browser;
        var page = await browser.NewPageAsync();
        await page.Clock.InstallAsync();
        server.AskPermission("per_1");
        var alert = await bridge.UntilAlertAsync();
        await page.GotoAsync(bridge.Url.AbsoluteUri);
        await Expect(page.GetByText("ls -la")).ToBeVisibleAsync();
        var gate = new TaskCompletionSource();
        server.ReplyGate = gate.Task;
        var faster = bridge.DecideAsync(alert, """{"decision":"reject"}""");
        await bridge.UntilAsync(() => Task.FromResult(!server.Replies.IsEmpty));

        var late = page.WaitForResponseAsync("**/decision");
        await page.GetByRole(AriaRole.Button, new() { Name = "Once" }).ClickAsync();
        gate.SetResult();
        await faster;

        Assert.Equal(409, (await late).Status);
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("already decided: reject by inbox");
        await Expect(page.GetByText("Nothing waits for you.")).ToBeVisibleAsync();
        await page.Clock.RunForAsync(5_000);
        await Expect(page.GetByText("ls -la")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Once" })).ToBeDisabledAsync();

        if (taps)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();
        }
        else
        {
            await page.Clock.RunForAsync(5_000);
        }

        await Expect(page.GetByText("ls -la")).ToHaveCountAsync(0);
    }
}
