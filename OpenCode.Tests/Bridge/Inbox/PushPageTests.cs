using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using OpenCode.Bridge.Channels.Push;
using OpenCode.Tests.Bridge.Channels.Fakes;
using static Microsoft.Playwright.Assertions;

namespace OpenCode.Tests.Bridge.Inbox;

public sealed class PushPageTests(PageBrowser browser) : IClassFixture<PageBrowser>
{
    [Fact]
    public async Task Browser_is_subscribed_told_and_let_go()
    {
        await using var push = new FakePush();
        await push.StartAsync();
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await StartAsync(server);
        var page = await OpenAsync(bridge);
        await FakeServiceAsync(page, push.Subscribe("one"));

        await page.GetByRole(AriaRole.Button, new() { Name = "Notify me here" }).ClickAsync();

        await Expect(page.GetByText("notifies you")).ToBeVisibleAsync();
        push.Key = await page.EvaluateAsync<string>("window.given");
        server.AskPermission("per_1");
        await bridge.UntilAsync(() => Task.FromResult(push.Taken.Count == 1));
        await Expect(page.GetByRole(AriaRole.Article, new() { Name = "Browsers" })).ToContainTextAsync("working");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send a test through Browsers" }).ClickAsync();
        await Expect(page.GetByText("The test was accepted.")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Stop notifying me here" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Notify me here" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Article, new() { Name = "Browsers" })).ToHaveCountAsync(0);
        Assert.True(await page.EvaluateAsync<bool>("window.subscription === null"));
        Assert.Empty(push.Problems);
        Assert.Empty(browser.Complaints);
        await page.CloseAsync();
    }

    [Fact]
    public async Task Lost_browser_is_removed_from_another_one()
    {
        await using var push = new FakePush();
        await push.StartAsync();
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await StartAsync(server);
        using var content = new StringContent(push.Subscribe("lost").Json("Firefox on Android"), System.Text.Encoding.UTF8, "application/json");
        await bridge.Client.PostAsync(new Uri("/api/push/subscribe", UriKind.Relative), content, TestContext.Current.CancellationToken);
        var page = await OpenAsync(bridge);

        await page.GetByRole(AriaRole.Button, new() { Name = "Remove Firefox on Android" }).ClickAsync();

        await Expect(page.GetByText("Firefox on Android")).ToHaveCountAsync(0);
        await page.CloseAsync();
    }

    [Fact]
    public async Task Worker_shows_what_is_pushed_and_its_end_in_place_of_it()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await StartAsync(server);
        var page = await OpenAsync(bridge);
        var deliver = await DeliveryAsync(page, bridge);

        Assert.Equal(
            """[["Permission: bash","ls -la <b>","a1",false,true,"a1"]]""",
            await deliver("""{"id":"a1","title":"Permission: bash","body":"ls -la <b>","open":"a1","again":true,"silent":false,"waits":true}""", "Permission"));
        Assert.Equal(
            """[["Allowed once by ada","ls -la <b>","a1",true,false,"a1"]]""",
            await deliver("""{"id":"a1","title":"Allowed once by ada","body":"ls -la <b>","open":"a1","again":false,"silent":true,"waits":false}""", "Allowed"));
        Assert.Contains("The OpenCode inbox has news", await deliver("no JSON", "The OpenCode inbox"), StringComparison.Ordinal);
        await page.CloseAsync();
    }

    [Fact]
    public async Task Tap_on_a_notification_leads_an_open_page_to_the_alert()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await StartAsync(server);
        server.AskPermission("per_1");
        var alert = (await bridge.UntilAlertAsync()).GetProperty("id").GetString()!;
        var page = await OpenAsync(bridge);

        // As the worker says it; a browser lets nobody but a person tap.
        await page.EvaluateAsync("open => navigator.serviceWorker.dispatchEvent(new MessageEvent('message', { data: { open } }))", alert);

        await page.WaitForURLAsync($"**/#{alert}");
        await Expect(page.GetByRole(AriaRole.Article, new() { Name = "Run a command" })).ToBeFocusedAsync();
        await page.CloseAsync();
    }

    private static Task<RunningBridge> StartAsync(FakeOpenCode server) => RunningBridge.StartAsync(
        server,
        settings => settings["ALERT_GRACE"] = "0s",
        services => services.AddSingleton(new PushPolicy { Loopback = true }));

    private async Task<IPage> OpenAsync(RunningBridge bridge)
    {
        var page = await browser.OpenAsync(bridge.Url);
        await page.Context.GrantPermissionsAsync(["notifications"], new() { Origin = bridge.Url.GetLeftPart(UriPartial.Authority) });
        await page.EvaluateAsync("navigator.serviceWorker.ready.then(() => true)");
        await page.GetByRole(AriaRole.Link, new() { Name = "Channels" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Notify me here" })).ToBeVisibleAsync();
        return page;
    }

    /// <summary>The browser's maker has its push service on the internet; the test has its own.</summary>
    private static async Task FakeServiceAsync(IPage page, FakeBrowser subscribed) => await page.EvaluateAsync(
        """
        text => {
          const json = JSON.parse(text);
          window.subscription = null;
          PushManager.prototype.getSubscription = async () => window.subscription;
          PushManager.prototype.subscribe = async options => {
            if (!options.userVisibleOnly) throw new Error("userVisibleOnly");
            window.given = btoa(String.fromCharCode(...new Uint8Array(options.applicationServerKey))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
            return window.subscription = {
              endpoint: json.endpoint,
              toJSON: () => ({ endpoint: json.endpoint, keys: json.keys }),
              unsubscribe: async () => { window.subscription = null; return true; },
            };
          };
        }
        """,
        subscribed.Json());

    /// <summary>What comes out of a push service, past it; then what is shown, once a title begins so.</summary>
    private static async Task<Func<string, string, Task<string>>> DeliveryAsync(IPage page, RunningBridge bridge)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        var registration = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        session.Event("ServiceWorker.workerRegistrationUpdated").OnEvent += (_, updated) =>
        {
            foreach (var one in updated!.Value.GetProperty("registrations").EnumerateArray())
            {
                registration.TrySetResult(one.GetProperty("registrationId").GetString()!);
            }
        };
        await session.SendAsync("ServiceWorker.enable");
        var id = await registration.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        return async (data, title) =>
        {
            for (var tries = 0; ; tries++)
            {
                await session.SendAsync(
                    "ServiceWorker.deliverPushMessage",
                    new() { ["origin"] = bridge.Url.GetLeftPart(UriPartial.Authority), ["registrationId"] = id, ["data"] = data });
                var shown = await page.EvaluateAsync<string>(Shown, title);
                // A browser under load may lose what is delivered past the push service; a repeat takes the place of the first.
                if (shown.Length > 0 || tries == 5)
                {
                    return shown;
                }
            }
        };
    }

    private const string Shown = """
        async title => {
          for (let tries = 0; tries < 60; tries++) {
            const shown = await (await navigator.serviceWorker.ready).getNotifications();
            if (shown.some(one => one.title.startsWith(title)))
              return JSON.stringify(shown.map(one => [one.title, one.body, one.tag, one.silent, one.requireInteraction, one.data.open]));
            await new Promise(resolve => setTimeout(resolve, 50));
          }
          return "";
        }
        """;
}
