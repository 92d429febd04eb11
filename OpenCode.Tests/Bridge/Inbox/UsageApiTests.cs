using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OpenCode.Tests.Bridge.Inbox;

public sealed class UsageApiTests(PageBrowser browser) : IClassFixture<PageBrowser>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_are_summed_by_session_model_and_quarter_of_an_hour()
    {
        await using var server = await StartServerAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        await UntilSessionAsync(bridge);
        var quarter = Given.Noon;

        Tell(server, Message("msg_2", quarter.AddMinutes(1)));
        Tell(server, Message("msg_3", quarter.AddMinutes(14)));
        Tell(server, Message("msg_4", quarter.AddMinutes(15)));
        Tell(server, Message("msg_5", quarter.AddMinutes(15), model: "two"));
        Tell(server, Message("msg_6", quarter, session: "ses_unknown", cost: 0, input: 0));
        Tell(server, Message("msg_7", quarter, session: "ses_unknown"));

        await bridge.UntilAsync(async () => (await UsageAsync(bridge)).Count == 4);
        Assert.Equal(
            [
                "ses_1 /workspaces/project-1 scripted/one 2026-11-23T12:00:00Z 0.5 24",
                "ses_unknown  scripted/one 2026-11-23T12:00:00Z 0.25 12",
                "ses_1 /workspaces/project-1 scripted/one 2026-11-23T12:15:00Z 0.25 12",
                "ses_1 /workspaces/project-1 scripted/two 2026-11-23T12:15:00Z 0.25 12",
            ],
            await UsageAsync(bridge));
    }

    [Fact]
    public async Task Message_that_is_told_again_also_after_a_restart_counts_once()
    {
        using var folder = new TemporaryFolder();
        await using var server = await StartServerAsync();
        var message = Message("msg_2", Now.AddMinutes(1));
        server.Messages["ses_1"] = [$$$"""{"info":{"id":"msg_1","sessionID":"ses_1","role":"user","time":{"created":{{{Now.ToUnixTimeMilliseconds()}}} }},"parts":[]}""", $$"""{"info":{{message}},"parts":[]}"""];
        await using (var bridge = await RunningBridge.StartAsync(server, data: folder.Path))
        {
            await UntilSessionAsync(bridge);
            Tell(server, message);
            Tell(server, message);
            await bridge.UntilAsync(async () => (await UsageAsync(bridge)).Count == 1);
        }

        server.Updated = Now.AddMinutes(2).ToUnixTimeMilliseconds();
        await using var again = await RunningBridge.StartAsync(server, data: folder.Path);
        // Told by the same snapshot, after the other.
        server.Messages["ses_1"] = [.. server.Messages["ses_1"], $$"""{"info":{{Message("msg_3", Now.AddMinutes(1), model: "two")}},"parts":[]}"""];
        server.EndStreams();

        await again.UntilAsync(async () => (await UsageAsync(again)).Count == 2);
        Assert.All(await UsageAsync(again), entry => Assert.EndsWith(" 0.25 12", entry, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_shows_each_message_on_its_day_and_the_rest_of_a_session_on_its_last()
    {
        await using var server = await StartServerAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        await UntilSessionAsync(bridge);
        Tell(server, Message("msg_2", Now.AddDays(-2), model: "two", cost: 0.2m));
        await bridge.UntilAsync(async () => (await UsageAsync(bridge)).Count == 1);

        var page = await browser.OpenAsync(bridge.Url, "#/money");
        await page.GetByText("As a table").First.ClickAsync();

        var days = page.GetByRole(AriaRole.Region, new() { Name = "Dollars a day" }).GetByRole(AriaRole.Row);
        await Expect(days).ToHaveCountAsync(3);
        await Expect(days.Nth(1)).ToContainTextAsync("$0.05");
        await Expect(days.Nth(2)).ToContainTextAsync("$0.20");
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "scripted/two $0.20 12" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "scripted/one $0.05 3" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "project-1 $0.25 15" })).ToBeVisibleAsync();
        await page.CloseAsync();
    }

    private static Task<FakeOpenCode> StartServerAsync() => FakeOpenCode.StartAsync(fake =>
    {
        fake.Updated = Now.ToUnixTimeMilliseconds();
        fake.AddSession("ses_1");
    });

    private static void Tell(FakeOpenCode server, string message) => server.Send(Given.Folder, "message.updated", $$"""{"sessionID":"ses_1","info":{{message}}}""");

    private static string Message(string id, DateTimeOffset completed, string session = "ses_1", string model = "one", decimal cost = 0.25m, int input = 10) => JsonSerializer.Serialize(new
    {
        id,
        sessionID = session,
        role = "assistant",
        parentID = "msg_1",
        providerID = "scripted",
        modelID = model,
        cost,
        tokens = new { input, output = input / 5, reasoning = 0, cache = new { read = 0, write = 0 } },
        time = new { created = completed.AddSeconds(-5).ToUnixTimeMilliseconds(), completed = completed.ToUnixTimeMilliseconds() },
        finish = "stop",
    });

    private static Task UntilSessionAsync(RunningBridge bridge) =>
        bridge.UntilAsync(async () => (await bridge.Client.GetStringAsync(new Uri("/api/sessions", UriKind.Relative), Cancel)).Contains("ses_1", StringComparison.Ordinal));

    private static async Task<List<string>> UsageAsync(RunningBridge bridge) =>
    [
        .. (await bridge.Client.GetFromJsonAsync<JsonElement>("/api/usage", Cancel)).EnumerateArray().Select(one => string.Join(
            ' ',
            ((string[])["sessionId", "directory", "model", "at"]).Select(name => one.GetProperty(name).GetString()).Append(one.GetProperty("cost").GetRawText()).Append(one.GetProperty("tokens").GetRawText()))),
    ];
}
