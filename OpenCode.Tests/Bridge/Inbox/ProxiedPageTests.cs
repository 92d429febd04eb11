using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OpenCode.Tests.Bridge.Inbox;

/// <summary>The page as it is reached from outside: https, a name, a proxy in between; and beside it somebody else's page.</summary>
public sealed class ProxiedPageTests(PageBrowser browser) : IClassFixture<PageBrowser>
{
    private const string Password = "right";

    [Fact]
    public async Task Page_is_live_and_decides_through_a_proxy_that_buffers()
    {
        await using var proxy = await ReverseProxy.StartAsync();
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await StartAsync(proxy, server);
        var page = await OpenAsync(proxy.Url);
        await Expect(page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();

        server.AskPermission("per_1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Once" }).ClickAsync();

        await Expect(page.GetByText("Allowed once", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Equal("/permission/per_1/reply", Assert.Single(server.Replies).Path);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Page_of_another_site_that_the_same_browser_shows_decides_nothing()
    {
        await using var proxy = await ReverseProxy.StartAsync();
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await StartAsync(proxy, server);
        server.AskPermission("per_1");
        var alert = (await bridge.UntilAlertAsync()).GetProperty("id").GetString();
        // Signed in: what the foreign page sends carries the password.
        var page = await OpenAsync(proxy.Url);
        await Expect(page.GetByText("ls -la")).ToBeVisibleAsync();
        var decision = new Uri(proxy.Url, $"api/alerts/{alert}/decision");
        proxy.ForeignHtml = $$"""
            <form method="post" enctype="text/plain" action="{{decision}}"><input name='{"decision":"once","message":"' value='"}'></form>
            """;
        await page.GotoAsync(proxy.ForeignUrl.AbsoluteUri);
        await page.EvaluateAsync("""
            async address => {
              const body = '{"decision":"once"}';
              await fetch(address, { method: 'POST', mode: 'no-cors', credentials: 'include', body }).catch(() => undefined);
              await fetch(address, { method: 'POST', credentials: 'include', headers: { 'content-type': 'application/json' }, body }).catch(() => undefined);
            }
            """, decision.AbsoluteUri);
        await page.RunAndWaitForResponseAsync(() => page.EvaluateAsync("document.forms[0].submit()"), decision.AbsoluteUri);

        // The second call asks first whether it may, and is not made.
        Assert.Equal([403, 403], proxy.Answers.Where(answer => answer.Method == "POST").Select(answer => answer.Status));
        Assert.Empty(server.Replies);
        Assert.Equal("open", (await bridge.UntilAlertAsync()).GetProperty("state").GetString());
        await page.Context.CloseAsync();
    }

    private static async Task<RunningBridge> StartAsync(ReverseProxy proxy, FakeOpenCode server)
    {
        var bridge = await RunningBridge.StartAsync(server, settings =>
        {
            settings["BRIDGE_PUBLIC_URL"] = proxy.Url.GetLeftPart(UriPartial.Authority);
            settings["BRIDGE_PASSWORD"] = Password;
        });
        proxy.Target = bridge.Url;
        return bridge.LogIn(Password);
    }

    private Task<IPage> OpenAsync(Uri url)
    {
        var options = PageBrowser.Phone();
        options.IgnoreHTTPSErrors = true;
        options.HttpCredentials = new() { Username = "opencode", Password = Password };
        return browser.OpenAsync(url, options: options);
    }
}
