using System.Net;
using System.Text.Json;
using OpenCode.Tests.Bridge.Channels.Fakes;

namespace OpenCode.Tests.Bridge.Crash;

/// <summary>One server, three channels, and the bridge as a process that is killed and started again on its folder and port.</summary>
internal sealed class CrashStage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, string> environment;
    private DateTimeOffset startedAt;

    private CrashStage(FakeOpenCode server, string? data)
    {
        Server = server;
        Data = data ?? folder.Path;
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        Client = new() { BaseAddress = new(url), Timeout = TimeSpan.FromSeconds(10) };
        environment = new()
        {
            ["ASPNETCORE_URLS"] = url,
            ["OPENCODE_URL"] = server.Url,
            ["BRIDGE_DATA"] = Data,
            ["BRIDGE_PUBLIC_URL"] = url,
            ["ALERT_GRACE"] = "0s",
            ["ALERT_UNREACHABLE"] = "10m",
        };
    }

    public FakeOpenCode Server { get; }

    /// <summary>The bridge's folder.</summary>
    public string Data { get; }

    public FakeNtfy Ntfy { get; } = new();

    public FakeDiscord Discord { get; } = new() { Remaining = 1_000 };

    public FakeWebhook Webhook { get; } = new();

    /// <summary>The channels by name.</summary>
    public IReadOnlyDictionary<string, FakeService> Channels => new Dictionary<string, FakeService> { ["ntfy"] = Ntfy, ["discord"] = Discord, ["webhook"] = Webhook };

    public HttpClient Client { get; }

    public BridgeProcess Bridge { get; private set; } = null!;

    /// <summary>What the bridge told when it was asked last.</summary>
    public List<JsonElement> Alerts { get; private set; } = [];

    /// <summary>With everything running and connected.</summary>
    public static async Task<CrashStage> StartAsync()
    {
        var stage = await WithoutBridgeAsync();
        try
        {
            stage.Start();
            await stage.UntilAsync(async () => await stage.HealthAsync() == HttpStatusCode.OK);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <param name="data">The bridge's folder; null: one of its own.</param>
    public static async Task<CrashStage> WithoutBridgeAsync(string? data = null)
    {
        var stage = new CrashStage(await FakeOpenCode.StartAsync(), data);
        await Task.WhenAll(stage.Ntfy.StartAsync(), stage.Discord.StartAsync(), stage.Webhook.StartAsync());
        stage.environment["NTFY_TOPIC"] = stage.Ntfy.TopicUrl;
        stage.environment["DISCORD_WEBHOOK_URL"] = stage.Discord.WebhookUrl;
        stage.environment["WEBHOOK_URL"] = stage.Webhook.HookUrl;
        stage.environment["WEBHOOK_SECRET"] = FakeWebhook.DefaultSecret;
        return stage;
    }

    /// <summary>Starts the bridge, again after it was killed.</summary>
    public void Start()
    {
        Bridge?.Dispose();
        startedAt = TimeProvider.System.GetUtcNow();
        Bridge = BridgeProcess.Start(environment);
    }

    /// <summary>A further bridge on the same folder.</summary>
    public BridgeProcess StartSecond() => BridgeProcess.Start(new Dictionary<string, string>(environment) { ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{FreePort.Next()}" });

    /// <summary>Null while nobody answers.</summary>
    public Task<HttpStatusCode?> HealthAsync() => BridgeProcess.HealthAsync(Client);

    public async Task<List<JsonElement>> ReadAlertsAsync()
    {
        using var json = JsonDocument.Parse(await Client.GetStringAsync(new Uri("/api/alerts?state=all&limit=10000", UriKind.Relative)));
        return Alerts = [.. json.RootElement.Clone().EnumerateArray()];
    }

    /// <summary>
    /// For a bridge that was killed: the channels that took a message of which the outbox does not know so. Only what is
    /// certain: the outbox has the message under way, and the channel took one of that alert since.
    /// </summary>
    public async Task<IReadOnlyList<string>> TakenUnnoticedAsync()
    {
        // What was written to a connection arrives without its writer, too.
        await WaitAsync(20);
        await UntilAsync(() => Task.FromResult(!Channels.Values.Any(channel => channel.IsBusy)));
        return [.. MessageUnderWay.ReadAll(Data).Where(IsTaken).Select(message => message.Channel)];
    }

    /// <summary>A task of a minute ends well: its messages, its state, the events.</summary>
    public void EndTask(string session, string title)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        Server.UpdatedAt[session] = now;
        Server.AddSession(session, title);
        var prompt = JsonSerializer.Serialize(new { id = $"{session}_p", sessionID = session, role = "user", time = new { created = now - 60_000 } });
        var answer = JsonSerializer.Serialize(new
        {
            id = $"{session}_a", sessionID = session, role = "assistant", parentID = $"{session}_p", finish = "stop", providerID = "p", modelID = "m", cost = 0.5,
            time = new { created = now - 50_000, completed = now }, tokens = new { input = 1, output = 1, reasoning = 0, cache = new { read = 0, write = 0 } },
        });
        Server.Messages[session] = [$$"""{"info":{{prompt}}}""", $$"""{"info":{{answer}}}"""];
        Server.Send(Given.Folder, "message.updated", $$"""{"sessionID":"{{session}}","info":{{prompt}}}""");
        Server.Send(Given.Folder, "message.updated", $$"""{"sessionID":"{{session}}","info":{{answer}}}""");
        SetIdle(session);
    }

    public void SetIdle(string session)
    {
        Server.States.TryRemove(session, out _);
        Server.Send(Given.Folder, "session.status", $$$"""{"sessionID":"{{{session}}}","status":{"type":"idle"}}""");
    }

    public static Task WaitAsync(int milliseconds) =>
        Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System, TestContext.Current.CancellationToken);

    public async Task UntilAsync(Func<Task<bool>> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"Waited too long for the bridge. {string.Join('\n', Alerts)}\n{Bridge.Output}");
            await WaitAsync(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Bridge?.Dispose();
        Client.Dispose();
        await Server.DisposeAsync();
        await Ntfy.DisposeAsync();
        await Discord.DisposeAsync();
        await Webhook.DisposeAsync();
        folder.Dispose();
    }

    private bool IsTaken(MessageUnderWay message)
    {
        // Discord's receipt is noted with the first message: without one, nothing that this process sent was noted.
        var since = message is { Channel: "discord", HasReceipt: false } ? startedAt : message.Since;
        return Channels[message.Channel].TakenCalls.Any(taken => taken.At >= since && taken.Call.Body.Contains(message.AlertId, StringComparison.Ordinal));
    }
}
