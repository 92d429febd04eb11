using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OpenCode.Tests.Bridge.Inbox.Showcase;

/// <summary>
/// Goes through every view on a phone and on a desk, by day and by night: audits each, and takes its picture. With
/// <c>INBOX_SCREENSHOTS</c> set to <c>docs</c> the pictures of the documentation are made anew.
/// </summary>
public sealed class ViewsTests(PageBrowser browser, ShowcaseFixture fixture) : IClassFixture<PageBrowser>, IClassFixture<ShowcaseFixture>
{
    [Theory]
    [InlineData("phone", ColorScheme.Light)]
    [InlineData("phone", ColorScheme.Dark)]
    [InlineData("desk", ColorScheme.Light)]
    [InlineData("desk", ColorScheme.Dark)]
    public async Task Every_view_keeps_WCAG_2_2_AA(string device, ColorScheme scheme)
    {
        var page = await OpenAsync(fixture.World.Bridge.Url, device, scheme);
        var violations = new List<string>();
        foreach (var view in View.All)
        {
            await view.OpenAsync(page, fixture.World);
            await Pictures.TakeAsync(page, view.Name, device, scheme);
            violations.AddRange((await Axe.ViolationsAsync(page)).Select(violation => $"{view.Name}: {violation}"));
        }

        Assert.True(violations.Count == 0, string.Join("\n\n", violations));
        Assert.Empty(browser.Complaints);
        await page.Context.CloseAsync();
    }

    /// <summary>WCAG 1.4.10: 320 pixels, which is also a desk at 400%.</summary>
    [Fact]
    public async Task No_view_has_to_be_scrolled_sideways_on_the_narrowest_screen()
    {
        var page = await OpenAsync(fixture.World.Bridge.Url, "phone", ColorScheme.Light);
        await page.SetViewportSizeAsync(320, 640);
        foreach (var view in View.All)
        {
            await view.OpenAsync(page, fixture.World);
            await Pictures.TakeAsync(page, view.Name, "narrow", ColorScheme.Light, forDocs: false);
            Assert.Equal((view.Name, 320), (view.Name, await page.EvaluateAsync<int>("document.documentElement.scrollWidth")));
        }

        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("phone", ColorScheme.Light)]
    [InlineData("desk", ColorScheme.Dark)]
    public async Task Empty_inbox_and_one_without_its_server_keep_WCAG_2_2_AA(string device, ColorScheme scheme)
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server, settings => settings["ALERT_UNREACHABLE"] = "1s");
        var page = await OpenAsync(bridge.Url, device, scheme);
        var violations = new List<string>();
        foreach (var (view, says) in new[] { ("now", "Nothing waits for you."), ("sessions", "There is no session yet."), ("history", "Nothing has happened yet."), ("money", "Nothing in this time."), ("channels", "No channel yet") })
        {
            await page.GotoAsync(new Uri(bridge.Url, $"#/{view}").AbsoluteUri);
            await Expect(page.GetByText(says).First).ToBeVisibleAsync();
            await AuditAsync($"empty-{view}");
        }

        server.AskPermission("per_1");
        await page.GotoAsync(new Uri(bridge.Url, "#/now").AbsoluteUri);
        await Expect(page.GetByText("ls -la")).ToBeVisibleAsync();
        await server.StopAsync();
        await Expect(page.GetByText("Server unreachable")).ToBeVisibleAsync();
        await AuditAsync("server-away");

        Assert.True(violations.Count == 0, string.Join("\n\n", violations));
        await page.Context.CloseAsync();

        async Task AuditAsync(string name)
        {
            await Pictures.TakeAsync(page, name, device, scheme, forDocs: false);
            violations.AddRange((await Axe.ViolationsAsync(page)).Select(violation => $"{name}: {violation}"));
        }
    }

    [Fact]
    public async Task Audit_finds_what_is_broken_on_purpose()
    {
        var page = await OpenAsync(fixture.World.Bridge.Url, "phone", ColorScheme.Light);
        await Expect(page.GetByText("At work")).ToBeVisibleAsync();
        Assert.Empty(await Axe.ViolationsAsync(page));

        await page.EvaluateAsync("""
            document.querySelector('.where').style.color = '#ccc';
            document.querySelector('nav a').replaceChildren();
            document.querySelector('.own input').removeAttribute('placeholder');
            document.querySelector('.own label span').remove();
            """);

        var found = await Axe.ViolationsAsync(page);
        foreach (var rule in (string[])["color-contrast", "link-name", "label"])
        {
            Assert.Contains(found, violation => violation.StartsWith($"{rule}:", StringComparison.Ordinal));
        }

        await page.Context.CloseAsync();
    }

    private Task<IPage> OpenAsync(Uri url, string device, ColorScheme scheme)
    {
        var options = device == "phone" ? PageBrowser.Phone(scheme) : PageBrowser.Desk(scheme);
        options.HttpCredentials = new() { Username = ShowcaseWorld.User, Password = ShowcaseWorld.Password };
        options.ReducedMotion = ReducedMotion.Reduce;
        options.Locale = "en-GB";
        options.TimezoneId = "Etc/UTC";
        return browser.OpenAsync(url, options: options, at: url == fixture.World.Bridge.Url ? ShowcaseData.Now : null);
    }
}
