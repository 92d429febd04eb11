using Microsoft.Playwright;
using OpenCode.Tests.EndToEnd;

namespace OpenCode.Tests.Bridge.Inbox;

/// <summary>One browser for the tests of a class; each page has cookies, cache and storage of its own.</summary>
public sealed class PageBrowser : IAsyncDisposable
{
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>What the page wrote to the console as a warning or an error, its own attempts to connect aside.</summary>
    internal List<string> Complaints { get; } = [];

    /// <param name="address">Of the bridge.</param>
    /// <param name="path">Below it.</param>
    /// <param name="options">A phone where none are given.</param>
    /// <param name="clock">True: the page's clock can be put forward.</param>
    /// <param name="at">The page's clock stands still at this time.</param>
    internal async Task<IPage> OpenAsync(Uri address, string path = "", BrowserNewPageOptions? options = null, bool clock = false, DateTimeOffset? at = null)
    {
        if (browser is null)
        {
            (playwright, browser) = await Chromium.LaunchAsync();
        }

        var page = await browser.NewPageAsync(options ?? Phone());
        page.SetDefaultTimeout(20_000);
        if (clock)
        {
            await page.Clock.InstallAsync();
        }

        if (at is { } time)
        {
            await page.Clock.SetFixedTimeAsync(time.UtcDateTime);
        }

        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !message.Text.Contains("net::ERR_", StringComparison.Ordinal))
            {
                Complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => Complaints.Add(error);
        await page.GotoAsync(new Uri(address, path).AbsoluteUri);
        return page;
    }

    internal static BrowserNewPageOptions Phone(ColorScheme scheme = ColorScheme.Light) => new()
    {
        ViewportSize = new ViewportSize { Width = 390, Height = 844 },
        DeviceScaleFactor = 2,
        HasTouch = true,
        ColorScheme = scheme,
    };

    internal static BrowserNewPageOptions Desk(ColorScheme scheme = ColorScheme.Light) => new()
    {
        ViewportSize = new ViewportSize { Width = 1280, Height = 800 },
        ColorScheme = scheme,
    };

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
    }
}
