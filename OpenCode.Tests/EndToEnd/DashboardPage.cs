using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace OpenCode.Tests.EndToEnd;

/// <summary>The real Aspire dashboard in a real browser, logged in with the address that the console shows.</summary>
internal sealed partial class DashboardPage : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private DashboardPage(IPlaywright playwright, IBrowser browser, IPage page, Uri login)
    {
        _playwright = playwright;
        _browser = browser;
        Page = page;
        Login = login;
    }

    public IPage Page { get; }

    public Uri Login { get; }

    public static async Task<DashboardPage> OpenAsync(StackProcess stack)
    {
        var (playwright, browser) = await Chromium.LaunchAsync();
        var page = await browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1400, Height = 700 } });
        page.SetDefaultTimeout(60_000);
        var login = new Uri(LoginLine().Match(stack.Output).Groups[1].Value);
        await page.GotoAsync(login.AbsoluteUri);
        await Assertions.Expect(page.GetByText("Resources").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        return new DashboardPage(playwright, browser, page, login);
    }

    public ILocator Row(string resource) =>
        Page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = resource }).First;

    /// <summary>Presses Restart in the menu of a resource's row.</summary>
    public async Task RestartAsync(string resource)
    {
        await Row(resource).GetByTitle("Actions").ClickAsync();
        await Page.GetByRole(AriaRole.Menuitem, new PageGetByRoleOptions { Name = "Restart" }).ClickAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    [GeneratedRegex(@"^Dashboard: (\S+)", RegexOptions.Multiline)]
    private static partial Regex LoginLine();
}
