using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OpenCode.Tests.EndToEnd;

[Collection(StackCollection.Name)]
public sealed class InboxPageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Permission_is_allowed_and_question_answered_with_a_thumb()
    {
        await using var stack = await StackProcess.StartDemoAsync(Cancel);
        using var api = new BridgeApi(stack);
        var (playwright, browser) = await Chromium.LaunchAsync();
        using var _ = playwright;
        await using var __ = browser;
        var page = await browser.NewPageAsync(new BrowserNewPageOptions
        {
            ViewportSize = new ViewportSize { Width = 390, Height = 844 },
            HasTouch = true,
            HttpCredentials = new HttpCredentials { Username = "opencode", Password = StackProcess.Password },
        });
        page.SetDefaultTimeout(60_000);
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add($"{message.Text} {message.Location}");
            }
        };

        await page.GotoAsync(stack.Url("bridge").AbsoluteUri);
        await Expect(page.GetByText("git log --oneline")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        var permission = await api.TheOpenAlertAsync(Cancel);
        await page.GetByRole(AriaRole.Button, new() { Name = "Once" }).TapAsync();
        await Expect(page.GetByText("Nothing waits for you.")).ToBeVisibleAsync();
        await api.FinishesAsync((string)permission["sessionId"]!, Cancel);

        var session = await api.PromptAsync((string)permission["directory"]!, "Ask me. [[question question='Which <b>database</b>?' header=Database options='SQLite|Postgres']] [[text Done.]]", Cancel);
        await Expect(page.GetByText("Which <b>database</b>?").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await page.GetByLabel("Answer in your own words").FillAsync("DuckDB");
        await page.GetByRole(AriaRole.Button, new() { Name = "Answer" }).TapAsync();
        await Expect(page.GetByText("Nothing waits for you.")).ToBeVisibleAsync();
        await api.FinishesAsync(session, Cancel);

        Assert.Contains("DuckDB", (await api.MessagesAsync(session, Cancel)).ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(complaints);
    }
}
