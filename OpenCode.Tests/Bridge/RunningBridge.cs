using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenCode.Bridge;
using OpenCode.Bridge.OpenCode;

namespace OpenCode.Tests.Bridge;

/// <summary>The whole bridge on a free port of Kestrel, in this process, with short times.</summary>
internal sealed class RunningBridge : IAsyncDisposable
{
    public static readonly ServerTimings Fast = new()
    {
        FirstByte = TimeSpan.FromMilliseconds(250),
        BackOff = TimeSpan.FromMilliseconds(10),
        BackOffLimit = TimeSpan.FromMilliseconds(40),
    };

    private readonly WebApplication app;

    private readonly TemporaryFolder? folder;

    private readonly Dictionary<string, string?> settings;

    private RunningBridge(WebApplication app, Dictionary<string, string?> settings, LogLines log, TemporaryFolder? folder)
    {
        this.app = app;
        this.settings = settings;
        this.folder = folder;
        Messages = log.Messages;
        Urls = [.. app.Urls.Select(url => new Uri(url))];
        Client = new HttpClient { BaseAddress = Url };
    }

    public Uri Url => Urls[0];

    /// <summary>The first listener's, then the metrics listener's.</summary>
    public IReadOnlyList<Uri> Urls { get; }

    /// <summary>Without a password; see <see cref="LogIn"/>.</summary>
    public HttpClient Client { get; }

    public IServiceProvider Services => app.Services;

    public ConcurrentQueue<string> Messages { get; }

    public static Dictionary<string, string?> Settings(FakeOpenCode server) => new()
    {
        ["urls"] = "http://127.0.0.1:0",
        ["OPENCODE_URL"] = server.Url,
        ["OPENCODE_SERVER_USERNAME"] = "",
        ["OPENCODE_SERVER_PASSWORD"] = server.Password,
        ["BRIDGE_USERNAME"] = "",
        ["BRIDGE_PASSWORD"] = "",
        ["BRIDGE_PUBLIC_URL"] = "",
    };

    public static async Task<RunningBridge> StartAsync(
        FakeOpenCode server,
        Action<Dictionary<string, string?>>? settings = null,
        Action<IServiceCollection>? services = null,
        bool connected = true,
        string? data = null)
    {
        var values = Settings(server);
        settings?.Invoke(values);
        var bridge = await StartAsync(values, data, Fast, services);
        if (connected)
        {
            await bridge.UntilAsync(async () => await bridge.HealthAsync() == HttpStatusCode.OK && !server.Calls.IsEmpty && server.Connections > 0);
        }

        return bridge;
    }

    public static async Task<RunningBridge> StartAsync(
        Dictionary<string, string?> values,
        string? data,
        ServerTimings timings,
        Action<IServiceCollection>? services = null)
    {
        var folder = data is null ? new TemporaryFolder() : null;
        values.TryAdd("BRIDGE_DATA", data ?? folder!.Path);
        var log = new LogLines();
        var app = BridgeApp.Create([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(values);
            builder.Logging.ClearProviders();
            builder.Logging.AddProvider(log);
            builder.Services.AddSingleton(timings);
            services?.Invoke(builder.Services);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningBridge(app, values, log, folder);
    }

    public RunningBridge LogIn(string password, string userName = "opencode")
    {
        Client.DefaultRequestHeaders.Authorization = Basic(userName, password);
        return this;
    }

    public static AuthenticationHeaderValue Basic(string userName, string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:{password}")));

    public async Task<HttpStatusCode> HealthAsync()
    {
        using var response = await Client.GetAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    public async Task<List<JsonElement>> AlertsAsync(string query = "") =>
        [.. (await Client.GetFromJsonAsync<JsonElement>($"/api/alerts{query}", TestContext.Current.CancellationToken)).EnumerateArray()];

    public async Task<JsonElement> UntilAlertAsync(Func<JsonElement, bool>? which = null)
    {
        JsonElement found = default;
        await UntilAsync(async () =>
        {
            found = (await AlertsAsync("?state=all")).FirstOrDefault(which ?? (_ => true));
            return found.ValueKind == JsonValueKind.Object;
        });
        return found;
    }

    public Task<JsonElement> UntilStateAsync(string state) => UntilAlertAsync(alert => alert.GetProperty("state").GetString() == state);

    public async Task<(HttpStatusCode Status, JsonElement Body)> DecideAsync(JsonElement alert, string body) =>
        await DecideAsync(alert.GetProperty("id").GetString()!, body);

    public async Task<(HttpStatusCode Status, JsonElement Body)> DecideAsync(string id, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Client.PostAsync(new Uri($"/api/alerts/{id}/decision", UriKind.Relative), content, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));
    }

    /// <summary>Asks until it is true; fails after 10 s, which no passing test comes near to.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(10), $"Waited too long. {string.Join('\n', Messages)}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        // Disposing alone would let work go on that is told to stop.
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        folder?.Dispose();
        LoggedSecrets.Check(settings, Messages);
    }

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Messages { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Messages.Enqueue($"{logLevel}: {formatter(state, exception)}{exception}");

        public void Dispose()
        {
        }
    }
}
