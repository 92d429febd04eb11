using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenCode.ScriptedModel;

namespace OpenCode.Tests.ScriptedModel;

/// <summary>The server in this process, on a free port, with its log kept.</summary>
internal sealed class RunningModel : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningModel(WebApplication app, KeptLog log)
    {
        _app = app;
        Log = log;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public KeptLog Log { get; }

    public static async Task<RunningModel> StartAsync(TimeProvider? time = null)
    {
        var log = new KeptLog();
        var app = ScriptedModelApp.Create(["--urls", "http://127.0.0.1:0"], builder =>
        {
            builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Debug);
            if (time is not null)
            {
                builder.Services.AddSingleton(time);
            }
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningModel(app, log);
    }

    public static JsonObject Prompt(string text, bool stream = false) => new()
    {
        ["model"] = "any-model",
        ["stream"] = stream,
        ["messages"] = new JsonArray(Message("user", text)),
    };

    public static JsonObject Message(string role, string text) => new() { ["role"] = role, ["content"] = text };

    /// <summary>Returns as soon as the headers are there: a streamed body is read by the test.</summary>
    public Task<HttpResponseMessage> SendAsync(JsonObject body) => Client.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = JsonContent.Create(body) },
        HttpCompletionOption.ResponseHeadersRead,
        TestContext.Current.CancellationToken);

    public async Task<JsonElement> AskAsync(JsonObject body)
    {
        using var response = await SendAsync(body);
        return await JsonOf(response);
    }

    public static async Task<JsonElement> JsonOf(HttpResponseMessage response) =>
        await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
