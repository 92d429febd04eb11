using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OpenCode.Tests.Bridge.Inbox;

public sealed class HostilePageTests(PageBrowser browser) : IClassFixture<PageBrowser>
{
    private const string Markup = "<img src=x onerror=document.title='owned'><script>document.title='owned'</script>";

    [Fact]
    public async Task Markup_is_shown_as_text_and_hidden_characters_are_made_visible()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_1", command: $"echo {Markup} \u202Egnp.exe \u001B[2K\u0000 \u200Bzero");
        server.AddSession("ses_1", $"{Markup}\u202E");
        var page = await browser.OpenAsync(bridge.Url);

        await Expect(page.GetByText($"echo {Markup}")).ToBeVisibleAsync();
        await Expect(page.GetByText("⟨U+202E⟩gnp.exe ␛[2K␀ ⟨U+200B⟩zero")).ToBeVisibleAsync();
        foreach (var view in (string[])["sessions", "sessions/ses_1", "history"])
        {
            await page.GotoAsync(new Uri(bridge.Url, $"#/{view}").AbsoluteUri);
            await Expect(page.GetByText(Markup).And(page.Locator("strong, h1, .where")).Filter(new() { Visible = true }).First).ToBeVisibleAsync();
        }

        Assert.Equal(0, await page.Locator("main img, main script").CountAsync());
        Assert.DoesNotContain("owned", await page.TitleAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', await page.EvaluateAsync<string>("document.body.textContent"));
        Assert.Empty(browser.Complaints);
        await page.CloseAsync();
    }

    [Fact]
    public async Task Diff_of_a_megabyte_is_shown_in_pieces_and_can_be_read_to_its_end()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        var diff = new StringBuilder("--- a/big.txt\n+++ b/big.txt\n@@ -1,9000 +1,9000 @@\n");
        for (var line = 0; line < 9000; line++)
        {
            diff.Append(System.Globalization.CultureInfo.InvariantCulture, $"-{line:0000} {new string('a', 50)}\n+{line:0000} {new string('b', 50)}\n");
        }

        server.AskPermission("per_1", command: diff.ToString());
        var page = await browser.OpenAsync(bridge.Url);

        await Expect(page.GetByText("big.txt +9000 −9000")).ToBeVisibleAsync();
        Assert.InRange(await page.Locator(".diff code > span").CountAsync(), 1, 100);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show 1,000 more of 18,001 lines" }).ClickAsync();
        await Expect(page.Locator(".diff code > span")).ToHaveCountAsync(1060);
        await page.CloseAsync();
    }

    [Fact]
    public async Task Line_of_a_megabyte_is_cut_until_somebody_wants_the_rest()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_1", command: new string('x', 1_000_000));
        var page = await browser.OpenAsync(bridge.Url);

        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "more characters" })).ToBeVisibleAsync();
        Assert.InRange((await page.Locator(".code").First.TextContentAsync())!.Length, 2000, 3000);
        await page.CloseAsync();
    }

    [Fact]
    public async Task Ten_thousand_sessions_draw_only_the_rows_in_sight()
    {
        await using var server = await FakeOpenCode.StartAsync(fake =>
        {
            for (var number = 0; number < 10_000; number++)
            {
                fake.Sessions[$"ses_{number}"] = (Given.Folder, $"Session number {number:00000}", null);
            }
        });
        await using var bridge = await RunningBridge.StartAsync(server);
        await bridge.UntilAsync(async () => (await bridge.Client.GetStringAsync(new Uri("/api/sessions", UriKind.Relative), TestContext.Current.CancellationToken)).Length > 1_000_000);
        var page = await browser.OpenAsync(bridge.Url);
        // A second visit, as on most days: browser and bridge have warmed up.
        await page.AddInitScriptAsync("""
            new MutationObserver(() => {
              if (window.listed === undefined && document.querySelector('.virtual > li')) requestAnimationFrame(() => setTimeout(() => { window.listed ??= performance.now(); }));
            }).observe(document, { childList: true, subtree: true });
            """);
        await page.GotoAsync("about:blank");
        await page.GotoAsync(new Uri(bridge.Url, "#/sessions").AbsoluteUri);

        await Expect(page.GetByText("10,000 sessions")).ToBeVisibleAsync();
        var first = await page.EvaluateAsync<double>("performance.getEntriesByName('first-contentful-paint')[0].startTime");
        await page.WaitForFunctionAsync("window.listed !== undefined");
        TestContext.Current.SendDiagnosticMessage($"10,000 sessions: first contentful paint after {first:0} ms, first rows after {await page.EvaluateAsync<double>("window.listed"):0} ms");
        Assert.InRange(await page.Locator(".virtual > li").CountAsync(), 5, 60);
        await page.EvaluateAsync("scrollTo(0, document.body.scrollHeight)");
        await Expect(page.Locator(".virtual > li[aria-posinset='10000']")).ToBeVisibleAsync();
        await page.GetByLabel("Search sessions").FillAsync("number 09876");
        await Expect(page.GetByText("1 session", new() { Exact = true })).ToBeVisibleAsync();
        await page.CloseAsync();
    }
}
