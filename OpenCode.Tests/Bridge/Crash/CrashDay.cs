using System.Collections.Concurrent;
using System.Text.Json;
using OpenCode.Tests.Bridge.Channels.Fakes;

namespace OpenCode.Tests.Bridge.Crash;

/// <summary>
/// A day of one server, three channels and the people behind them, during which the bridge is killed. People are patient:
/// who gets no answer presses again.
/// </summary>
internal sealed class CrashDay : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder folder = new();
    private readonly Random random;
    private readonly Dictionary<string, string> environment;
    private readonly HttpClient client;
    private BridgeProcess? bridge;

    private CrashDay(int seed, FakeOpenCode server)
    {
        random = new(seed);
        Server = server;
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        client = new() { BaseAddress = new(url), Timeout = TimeSpan.FromSeconds(10) };
        environment = new()
        {
            ["ASPNETCORE_URLS"] = url,
            ["OPENCODE_URL"] = server.Url,
            ["BRIDGE_DATA"] = folder.Path,
            ["BRIDGE_PUBLIC_URL"] = url,
            ["ALERT_GRACE"] = "0s",
            ["ALERT_UNREACHABLE"] = "10m",
        };
    }

    public FakeOpenCode Server { get; }

    public FakeNtfy Ntfy { get; } = new();

    public FakeDiscord Discord { get; } = new() { Remaining = 1_000 };

    public FakeWebhook Webhook { get; } = new();

    /// <summary>Titles of the sessions whose task came to its end.</summary>
    public ConcurrentBag<string> Completed { get; } = [];

    public ConcurrentBag<(string Request, string Alert)> Decided { get; } = [];

    public int Kills { get; private set; }

    public List<JsonElement> Alerts { get; private set; } = [];

    public string Log => bridge?.Output ?? "";

    public static async Task<CrashDay> RunAsync(int seed, int kills)
    {
        var day = new CrashDay(seed, await FakeOpenCode.StartAsync());
        await day.RunAsync(kills);
        return day;
    }

    public async ValueTask DisposeAsync()
    {
        bridge?.Dispose();
        client.Dispose();
        await Server.DisposeAsync();
        await Ntfy.DisposeAsync();
        await Discord.DisposeAsync();
        await Webhook.DisposeAsync();
        folder.Dispose();
    }

    private async Task RunAsync(int kills)
    {
        await Task.WhenAll(Ntfy.StartAsync(), Discord.StartAsync(), Webhook.StartAsync());
        environment["NTFY_TOPIC"] = Ntfy.TopicUrl;
        environment["DISCORD_WEBHOOK_URL"] = Discord.WebhookUrl;
        environment["WEBHOOK_URL"] = Webhook.HookUrl;
        environment["WEBHOOK_SECRET"] = FakeWebhook.DefaultSecret;
        bridge = BridgeProcess.Start(environment);
        await UntilAsync(async () => await BridgeProcess.HealthAsync(client) == System.Net.HttpStatusCode.OK);
        var faults = new ChannelFaults(random.Next());
        Ntfy.Chance = _ => faults.Next(takes: true);
        Webhook.Chance = _ => faults.Next(takes: true);
        // A message that Discord took without saying so is sent again: counted apart from those of a kill, so not made here.
        Discord.Chance = _ => faults.Next(takes: false);

        var people = new CrashScript(this, client, random.Next());
        var script = people.RunAsync();
        for (Kills = 0; Kills < kills; Kills++)
        {
            // Most times at its work, sometimes over its start.
            if (random.Next(4) > 0)
            {
                await UntilAsync(async () => await BridgeProcess.HealthAsync(client) is not null);
            }

            await WaitAsync(random.Next(0, 600));
            await bridge.KillAsync();
            bridge.Dispose();
            bridge = BridgeProcess.Start(environment);
        }

        await script;
        faults.Stop();
        await UntilAsync(SettledAsync);
        await people.LeaveAsync();
        await UntilAsync(SettledAsync);
    }

    /// <summary>The bridge knows what the server knows, and nothing waits to be sent.</summary>
    private async Task<bool> SettledAsync()
    {
        if (await BridgeProcess.HealthAsync(client) != System.Net.HttpStatusCode.OK)
        {
            return false;
        }

        using var json = JsonDocument.Parse(await client.GetStringAsync(new Uri("/api/alerts?state=all&limit=10000", UriKind.Relative)));
        Alerts = [.. json.RootElement.Clone().EnumerateArray()];
        var open = Alerts.Where(alert => alert.GetProperty("state").GetString() == "open").SelectMany(alert => alert.GetProperty("requestIds").EnumerateArray()).Select(id => id.GetString());
        return open.ToHashSet().SetEquals(Server.Pending.Keys)
            && Completed.All(title => Alerts.Any(alert => alert.GetProperty("title").GetString() == title))
            && Alerts.SelectMany(alert => alert.GetProperty("deliveries").EnumerateArray()).All(delivery => delivery.GetProperty("state").GetString() is "sent" or "dropped");
    }

    public static Task WaitAsync(int milliseconds) =>
        Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System, TestContext.Current.CancellationToken);

    public async Task UntilAsync(Func<Task<bool>> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"Waited too long for the bridge. {string.Join('\n', Alerts)}\n{Log}");
            await WaitAsync(50);
        }
    }
}
