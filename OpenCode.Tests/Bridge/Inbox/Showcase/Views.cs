using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OpenCode.Tests.Bridge.Inbox.Showcase;

/// <param name="Name">Of its picture.</param>
/// <param name="Address">Below the bridge's; null: the page of a notification's button.</param>
/// <param name="Shows">Text that is there when the view is complete.</param>
/// <param name="Prepare">What a person does before it looks like that.</param>
internal sealed record View(string Name, string? Address, string Shows, Func<IPage, Task>? Prepare = null)
{
    public static IReadOnlyList<View> All { get; } =
    [
        new("now", "#/now", "At work"),
        new("sessions", "#/sessions", "sessions"),
        new("session", "#/sessions/ses_limits", "In a terminal"),
        new("new-session", "#/sessions/new", "Start"),
        new("history", "#/history", "alerts", page => page.Locator("summary").Nth(3).ClickAsync()),
        new("decisions", "#/history/decisions", "decisions", page => page.Locator("summary").First.ClickAsync()),
        new("money", "#/money", "By model"),
        new("channels", "#/channels", "Notify me here"),
        new("button", null, "Allow once"),
        new("offline", "#/now", "The bridge cannot be reached.", GoOfflineAsync),
    ];

    public async Task OpenAsync(IPage page, ShowcaseWorld world)
    {
        await page.GotoAsync(new Uri(world.Bridge.Url, Address ?? await world.DecisionPathAsync()).AbsoluteUri);
        if (Prepare is not null)
        {
            await Expect(page.GetByText("Loading …")).ToHaveCountAsync(0);
            await Prepare(page);
        }

        await Expect(page.GetByText(Shows).Filter(new() { Visible = true }).First).ToBeVisibleAsync();
        await Expect(page.GetByText("Loading …")).ToHaveCountAsync(0);
        await page.EvaluateAsync("document.fonts.ready");
    }

    private static async Task GoOfflineAsync(IPage page)
    {
        await Expect(page.GetByText("At work")).ToBeVisibleAsync();
        await page.Context.SetOfflineAsync(true);
        await Expect(page.GetByText("The bridge cannot be reached.")).ToBeVisibleAsync();
        await page.Clock.SetFixedTimeAsync(ShowcaseData.Now.AddSeconds(20).UtcDateTime);
        await Expect(page.GetByText("Last seen 20 s ago")).ToBeVisibleAsync();
    }
}
