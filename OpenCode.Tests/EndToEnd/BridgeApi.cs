using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace OpenCode.Tests.EndToEnd;

/// <summary>The bridge's and the server's HTTP, as a person's tools would call them.</summary>
internal sealed class BridgeApi : IDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    private readonly StackProcess _stack;
    private readonly HttpClient _http = new() { Timeout = s_timeout };

    public BridgeApi(StackProcess stack)
    {
        _stack = stack;
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"opencode:{StackProcess.Password}"));
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credentials);
    }

    public async Task<JsonArray> OpenAlertsAsync(CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync<JsonArray>(new Uri(_stack.Url("bridge"), "/api/alerts?state=open"), cancellationToken))!;

    /// <summary>Waits until exactly one alert that asks something is open.</summary>
    public async Task<JsonObject> TheOpenAlertAsync(CancellationToken cancellationToken)
    {
        // On a slow machine a restart of the server takes long enough to be an outage, which ends by itself.
        List<JsonObject> alerts = [];
        await EventuallyAsync(
            async () => (alerts = [.. (await OpenAlertsAsync(cancellationToken)).OfType<JsonObject>().Where(alert => alert["requestId"] is not null)]).Count > 0,
            "an open alert",
            cancellationToken);
        return Assert.Single(alerts);
    }

    public async Task<HttpResponseMessage> DecideAsync(string alert, object decision, CancellationToken cancellationToken) =>
        await _http.PostAsJsonAsync(new Uri(_stack.Url("bridge"), $"/api/alerts/{alert}/decision"), decision, cancellationToken);

    /// <summary>Makes a session in <paramref name="directory"/> and prompts it.</summary>
    /// <returns>The session's id.</returns>
    public async Task<string> PromptAsync(string directory, string text, CancellationToken cancellationToken)
    {
        var query = $"?directory={Uri.EscapeDataString(directory)}";
        using var created = await _http.PostAsJsonAsync(new Uri(_stack.Url("opencode"), "/session" + query), new { }, cancellationToken);
        var session = (string)(await created.Content.ReadFromJsonAsync<JsonObject>(cancellationToken))!["id"]!;
        using var prompted = await _http.PostAsJsonAsync(
            new Uri(_stack.Url("opencode"), $"/session/{session}/prompt_async{query}"), new { parts = new[] { new { type = "text", text } } }, cancellationToken);
        prompted.EnsureSuccessStatusCode();
        return session;
    }

    /// <summary>Messages of a session, as the server has them.</summary>
    public async Task<JsonArray> MessagesAsync(string session, CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync<JsonArray>(new Uri(_stack.Url("opencode"), $"/session/{session}/message"), cancellationToken))!;

    /// <summary>Waits until the last message of a session is an answer that finished with <c>stop</c>.</summary>
    public Task FinishesAsync(string session, CancellationToken cancellationToken) =>
        EventuallyAsync(async () => (string?)(await MessagesAsync(session, cancellationToken)).LastOrDefault()?["info"]?["finish"] == "stop", "the session finished with stop", cancellationToken);

    public async Task EventuallyAsync(Func<Task<bool>> condition, string what, CancellationToken cancellationToken)
    {
        var limit = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(limit) < TimeSpan.FromMinutes(1), $"not within a minute: {what}\n{_stack.Output}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
        }
    }

    public void Dispose() => _http.Dispose();
}
