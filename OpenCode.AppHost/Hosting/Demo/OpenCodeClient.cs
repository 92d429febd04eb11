using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace OpenCode.AppHost.Hosting.Demo;

/// <summary>The two calls of OpenCode's API that the demo needs.</summary>
internal sealed class OpenCodeClient : IDisposable
{
    // The first request in a directory starts its instance, which takes seconds on a slow machine.
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    public OpenCodeClient(Uri server, string userName, string password, TimeProvider time)
    {
        _time = time;
        _http = new HttpClient { BaseAddress = server };
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:{password}"));
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credentials);
    }

    /// <returns>The id of the new session.</returns>
    /// <exception cref="HttpRequestException">The server refused it.</exception>
    public async Task<string> CreateSessionAsync(string directory, CancellationToken cancellationToken)
    {
        using var response = await PostAsync($"/session?directory={Uri.EscapeDataString(directory)}", new { }, cancellationToken);
        using var session = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
        return session.RootElement.GetProperty("id").GetString()!;
    }

    /// <summary>Hands the session a task; the answer comes by events.</summary>
    /// <exception cref="HttpRequestException">The server refused it.</exception>
    public async Task PromptAsync(string directory, string session, string text, CancellationToken cancellationToken)
    {
        var path = $"/session/{session}/prompt_async?directory={Uri.EscapeDataString(directory)}";
        using var response = await PostAsync(path, new { parts = new[] { new { type = "text", text } } }, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> PostAsync<T>(string path, T body, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(s_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var response = await _http.PostAsJsonAsync(path, body, either.Token);
        return response.EnsureSuccessStatusCode();
    }
}
