using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using OpenCode.Tests.Bridge.Inbox;
using static Microsoft.Playwright.Assertions;

namespace OpenCode.Tests.EndToEnd;

/// <summary>The page in a phone's size, with a real bridge and a real server behind it, whose model follows the script in a prompt.</summary>
[Collection(StackCollection.Name)]
public sealed class RealServerPageTests(RealOpenCode server, PageBrowser browser) : IClassFixture<RealOpenCode>, IClassFixture<PageBrowser>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Permission_is_approved_with_a_thumb_and_the_command_runs()
    {
        await using var bridge = await server.BridgeAsync();
        var page = await OpenAsync(bridge.Url);
        var session = await server.PromptAsync("Touch it. [[bash command='touch approved.txt' description=Touches]] [[text Done.]]");
        var card = Card(page, "touch approved.txt");
        await Expect(card).ToBeVisibleAsync();
        Assert.False(File.Exists(Path.Combine(server.Workspace, "approved.txt")));

        await card.GetByRole(AriaRole.Button, new() { Name = "Once" }).TapAsync();

        await Expect(card.GetByText("Allowed once", new() { Exact = true })).ToBeVisibleAsync();
        await server.FinishesAsync(session);
        Assert.True(File.Exists(Path.Combine(server.Workspace, "approved.txt")));
        await EndAsync(page);
    }

    [Fact]
    public async Task Question_is_answered_in_words_that_the_model_reads()
    {
        await using var bridge = await server.BridgeAsync();
        var page = await OpenAsync(bridge.Url);
        var session = await server.PromptAsync("Ask me. [[question question='Which database?' header=Database options='SQLite|Postgres']] [[text Done.]]");
        await page.GetByLabel("Answer in your own words").FillAsync("DuckDB, in a file");

        await page.GetByRole(AriaRole.Button, new() { Name = "Answer" }).TapAsync();

        await Expect(page.GetByText("Answered", new() { Exact = true })).ToBeVisibleAsync();
        await server.FinishesAsync(session);
        Assert.Contains("DuckDB, in a file", await MessagesAsync(session), StringComparison.Ordinal);
        await EndAsync(page);
    }

    [Fact]
    public async Task Denial_carries_its_message_to_the_model()
    {
        await using var bridge = await server.BridgeAsync();
        var page = await OpenAsync(bridge.Url);
        var session = await server.PromptAsync("Remove it. [[bash command='rm -rf build' description=Removes]] [[text Then not.]]");
        var card = Card(page, "rm -rf build");
        await card.GetByRole(AriaRole.Button, new() { Name = "Add a message" }).TapAsync();
        await card.GetByLabel("Message to the model").FillAsync("Use make clean instead");

        await card.GetByRole(AriaRole.Button, new() { Name = "Deny" }).TapAsync();

        await Expect(card.GetByText("Denied", new() { Exact = true })).ToBeVisibleAsync();
        await server.FinishesAsync(session);
        Assert.Contains("Use make clean instead", await MessagesAsync(session), StringComparison.Ordinal);
        await EndAsync(page);
    }

    [Fact]
    public async Task What_is_decided_at_the_server_or_in_another_tab_is_seen_here_at_once()
    {
        await using var bridge = await server.BridgeAsync();
        var page = await OpenAsync(bridge.Url);
        var other = await OpenAsync(bridge.Url);
        await server.PromptAsync("Twice. [[bash command='echo elsewhere' description=Says]] [[bash command='pwd' description=Where]] [[text Done.]]");
        var card = Card(page, "echo elsewhere");
        await Expect(card).ToBeVisibleAsync();

        await ReplyAtTheServerAsync();

        foreach (var tab in (IPage[])[page, other])
        {
            await Expect(Card(tab, "echo elsewhere").GetByText("Allowed once at the server, not here")).ToBeVisibleAsync();
            await Expect(Card(tab, "echo elsewhere").GetByRole(AriaRole.Button, new() { Name = "Once" })).ToHaveCountAsync(0);
        }

        await Card(other, "pwd").GetByRole(AriaRole.Button, new() { Name = "Deny" }).TapAsync();
        await Expect(Card(page, "pwd").GetByText("Denied by opencode")).ToBeVisibleAsync();
        await Expect(Card(other, "pwd").GetByText("Denied", new() { Exact = true })).ToBeVisibleAsync();
        await other.Context.CloseAsync();
        await EndAsync(page);
    }

    [Fact]
    public async Task Server_that_restarts_takes_its_request_along_and_then_asks_anew()
    {
        await using var bridge = await server.BridgeAsync();
        var page = await OpenAsync(bridge.Url);
        await server.PromptAsync("Wait. [[bash command='echo lost' description=Says]] [[text Done.]]");
        var once = Card(page, "echo lost").GetByRole(AriaRole.Button, new() { Name = "Once" });
        await Expect(once).ToBeEnabledAsync();

        await server.KillAsync();
        try
        {
            await Expect(page.GetByText("opencode cannot be reached: nothing can be decided now.")).ToBeVisibleAsync();
            await Expect(once).ToBeDisabledAsync();
        }
        finally
        {
            await server.StartAsync();
        }

        // A server forgets what was pending when it ends.
        await Expect(Card(page, "echo lost").GetByText("No longer asked")).ToBeVisibleAsync();
        await Expect(page.GetByText("cannot be reached")).ToHaveCountAsync(0);
        var session = await server.PromptAsync("Again. [[bash command='echo anew' description=Says]] [[text Done.]]");
        await Card(page, "echo anew").GetByRole(AriaRole.Button, new() { Name = "Once" }).TapAsync();
        await server.FinishesAsync(session);
        await EndAsync(page);
    }

    [Fact]
    public async Task Bridge_that_restarts_finds_its_pages_again_and_they_decide()
    {
        using var data = new TemporaryFolder();
        IPage page;
        Uri url;
        string session;
        await using (var bridge = await server.BridgeAsync(data.Path))
        {
            url = bridge.Url;
            page = await OpenAsync(url);
            session = await server.PromptAsync("Wait. [[bash command='echo kept' description=Says]] [[text Done.]]");
            await Expect(Card(page, "echo kept").GetByRole(AriaRole.Button, new() { Name = "Once" })).ToBeEnabledAsync();
        }

        var once = Card(page, "echo kept").GetByRole(AriaRole.Button, new() { Name = "Once" });
        await Expect(page.GetByText("The bridge cannot be reached.")).ToBeVisibleAsync();
        await Expect(once).ToBeDisabledAsync();

        await using var again = await server.BridgeAsync(data.Path, ("urls", url.ToString()));
        await Expect(once).ToBeEnabledAsync();
        await Expect(page.GetByText("The bridge cannot be reached.")).ToHaveCountAsync(0);
        await once.TapAsync();
        await Expect(Card(page, "echo kept").GetByText("Allowed once", new() { Exact = true })).ToBeVisibleAsync();
        await server.FinishesAsync(session);
        await EndAsync(page);
    }

    private static ILocator Card(IPage page, string says) => page.GetByRole(AriaRole.Article).Filter(new() { HasText = says }).And(page.Locator(".request"));

    private async Task<IPage> OpenAsync(Uri url)
    {
        var options = PageBrowser.Phone();
        options.HttpCredentials = new() { Username = "opencode", Password = RealOpenCode.Password };
        var page = await browser.OpenAsync(url, options: options);
        await Expect(page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();
        return page;
    }

    private async Task EndAsync(IPage page)
    {
        await page.Context.CloseAsync();
        Assert.Empty(browser.Complaints);
    }

    private async Task ReplyAtTheServerAsync()
    {
        using var client = Client();
        var query = $"?directory={Uri.EscapeDataString(server.Workspace)}";
        var pending = await client.GetFromJsonAsync<JsonElement>(new Uri(server.Url, $"/permission{query}"), Cancel);
        var id = Assert.Single(pending.EnumerateArray()).GetProperty("id").GetString();
        using var replied = await client.PostAsJsonAsync(new Uri(server.Url, $"/permission/{id}/reply{query}"), new { reply = "once" }, Cancel);
        replied.EnsureSuccessStatusCode();
    }

    private async Task<string> MessagesAsync(string session)
    {
        using var client = Client();
        return await client.GetStringAsync(new Uri(server.Url, $"/session/{session}/message"), Cancel);
    }

    private HttpClient Client() => new() { DefaultRequestHeaders = { Authorization = server.Login } };
}
