using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OpenCode.Tests.Bridge.Channels.Fakes;
using OpenCode.Tests.Bridge.Crash;

namespace OpenCode.Tests.EndToEnd;

/// <summary>A real server and a real bridge, of which one or both are killed while a permission waits.</summary>
[Collection(StackCollection.Name)]
public sealed class RealServerCrashTests(RealOpenCode server) : IClassFixture<RealOpenCode>, IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder data = new();
    private readonly FakeNtfy ntfy = new();
    private readonly Uri url = new($"http://127.0.0.1:{FreePort.Next()}");
    private readonly HttpClient client = new() { Timeout = TimeSpan.FromSeconds(10) };
    private BridgeProcess bridge = null!;
    private TcpGate gate = null!;

    public async ValueTask InitializeAsync()
    {
        await ntfy.StartAsync();
        gate = new(server.Url);
        client.BaseAddress = url;
        client.DefaultRequestHeaders.Authorization = server.Login;
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        bridge.Dispose();
        client.Dispose();
        await gate.DisposeAsync();
        await ntfy.DisposeAsync();
        data.Dispose();
    }

    [Fact]
    public async Task Permission_that_waits_over_a_kill_of_the_bridge_is_the_same_alert_and_its_decision_lets_the_task_go_on()
    {
        var (session, asked) = await AskAsync("first");

        await bridge.KillAsync();
        await StartAsync();
        var again = await UntilAsync(asked, "open");
        Assert.Equal(Text(asked, "createdAt"), Text(again, "createdAt"));
        Assert.Equal(HttpStatusCode.OK, await DecideAsync(asked));

        await server.FinishesAsync(session);
        await UntilAsync(asked, "decided");
        await UntilAsync(async () => (await AlertsAsync()).Exists(alert => Text(alert, "kind") == "complete" && Text(alert, "rootSessionId") == session));
        await ShownAsync(asked, "Allowed once");
        // The server is shared: another test's task may end just now.
        Assert.Equal(2, (await AlertsAsync()).Count(alert => Text(alert, "rootSessionId") == session));
    }

    [Fact]
    public async Task Decision_that_was_stored_and_not_taken_reaches_the_server_after_a_kill_of_the_bridge()
    {
        var (session, asked) = await AskAsync("second");
        gate.IsClosed = true;
        // Answered when the bridge has waited long enough for the server; by then it is dead.
        var press = DecideAsync(asked);
        await UntilAsync(async () => await AuditAsync() == "stored");

        await bridge.KillAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => press);
        Assert.Equal(1, await server.PendingAsync());
        gate.IsClosed = false;
        await StartAsync();

        await server.FinishesAsync(session);
        await UntilAsync(async () => await AuditAsync() == "taken");
        await UntilAsync(asked, "decided");
        await ShownAsync(asked, "Allowed once");
    }

    [Fact]
    public async Task Permission_that_died_with_the_server_while_the_bridge_was_away_is_withdrawn_and_the_next_one_told()
    {
        var (_, asked) = await AskAsync("third");

        await bridge.KillAsync();
        await server.KillAsync();
        await server.StartAsync();
        await StartAsync();

        await UntilAsync(asked, "withdrawn");
        await ShownAsync(asked, "No longer asked");
        Assert.Equal(HttpStatusCode.Conflict, await DecideAsync(asked));
        var (session, next) = await AskAsync("fourth");
        Assert.Equal(HttpStatusCode.OK, await DecideAsync(next));
        await server.FinishesAsync(session);
    }

    private async Task StartAsync()
    {
        bridge?.Dispose();
        var environment = RealOpenCode.BridgeSettings(gate.Url);
        environment["ASPNETCORE_URLS"] = url.ToString();
        environment["BRIDGE_DATA"] = data.Path;
        environment["NTFY_TOPIC"] = ntfy.TopicUrl;
        environment["ALERT_GRACE"] = "0s";
        bridge = BridgeProcess.Start(environment);
        await UntilAsync(async () => await BridgeProcess.HealthAsync(client) == HttpStatusCode.OK);
    }

    /// <summary>A task that asks for one command, and its alert on the phone.</summary>
    private async Task<(string Session, JsonElement Alert)> AskAsync(string word)
    {
        var session = await server.PromptAsync($"Say {word}. [[bash command='echo {word}' description=Says]] [[text Said.]]");
        JsonElement asked = default;
        await UntilAsync(async () =>
        {
            asked = (await AlertsAsync()).Find(alert => Text(alert, "rootSessionId") == session);
            return asked.ValueKind == JsonValueKind.Object && ntfy.Shown.Any(message => message.Sequence == Text(asked, "id"));
        });
        Assert.Equal(("permission", "open", $"echo {word}"), (Text(asked, "kind"), Text(asked, "state"), Text(asked, "text")));
        return (session, asked);
    }

    private async Task<HttpStatusCode> DecideAsync(JsonElement alert)
    {
        using var response = await client.PostAsJsonAsync(new Uri($"/api/alerts/{Text(alert, "id")}/decision", UriKind.Relative), new { decision = "once" }, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private async Task<JsonElement> UntilAsync(JsonElement alert, string state)
    {
        JsonElement found = default;
        await UntilAsync(async () =>
        {
            found = (await AlertsAsync()).Find(other => Text(other, "id") == Text(alert, "id"));
            return found.ValueKind == JsonValueKind.Object && Text(found, "state") == state;
        });
        return found;
    }

    /// <summary>In the end the phone shows one message of the alert, which says how it ended and asks nothing.</summary>
    private async Task ShownAsync(JsonElement alert, string words)
    {
        await UntilAsync(() => Task.FromResult(ntfy.Shown.Any(message => message.Sequence == Text(alert, "id") && message.Title.StartsWith(words, StringComparison.Ordinal))));
        Assert.Empty(Assert.Single(ntfy.Shown, message => message.Sequence == Text(alert, "id")).Content.Actions);
    }

    private async Task<List<JsonElement>> AlertsAsync() =>
        [.. (await client.GetFromJsonAsync<JsonElement>("/api/alerts?state=all", TestContext.Current.CancellationToken)).EnumerateArray()];

    /// <summary>How the newest decision fared.</summary>
    private async Task<string?> AuditAsync() =>
        (await client.GetFromJsonAsync<JsonElement>("/api/audit", TestContext.Current.CancellationToken)).EnumerateArray().Select(entry => Text(entry, "result")).FirstOrDefault();

    private async Task UntilAsync(Func<Task<bool>> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Limit, $"waited too long\n{string.Join('\n', ntfy.Shown)}\n{bridge.Output}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
