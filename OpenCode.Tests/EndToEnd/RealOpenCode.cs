using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using OpenCode.AppHost.CommandLine;
using OpenCode.AppHost.Hosting;
using OpenCode.AppHost.Hosting.Setup;
using OpenCode.AppHost.Stack;
using OpenCode.Tests.Bridge;
using OpenCode.Tests.ScriptedModel;
using OpenCode.Tests.Stack;

namespace OpenCode.Tests.EndToEnd;

/// <summary>The real server with the scripted model and nothing else of the stack, on free ports, with data of its own.</summary>
public sealed class RealOpenCode : IAsyncLifetime
{
    internal const string Password = "real-server-test-password";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private RunningModel? _model;
    private Process? _process;
    private string _binary = "";
    private Uri _url = null!;

    public Uri Url => _url;

    /// <summary>Of the server, and of a bridge with <see cref="BridgeSettings"/>.</summary>
    internal AuthenticationHeaderValue Login { get; } = RunningBridge.Basic("opencode", Password);

    public string Workspace => Path.Combine(_folder.Path, "workspace");

    public async ValueTask InitializeAsync()
    {
        var solution = SolutionFolder.Find();
        var setup = new ToolSetup(new RunFolder(Path.Combine(solution, ".run")), Path.Combine(solution, "eng"), StackSettings.DefaultVersion, TextWriter.Null, TimeProvider.System);
        _binary = await setup.EnsureOpenCodeAsync(TestContext.Current.CancellationToken);
        _model = await RunningModel.StartAsync();
        Directory.CreateDirectory(Workspace);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, OpenCodeConfig.Name), OpenCodeConfig.Create(SettingsFixture.Read(), demo: true).Content);
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        _url = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}");
        probe.Stop();
        _http.DefaultRequestHeaders.Authorization = Login;
        await StartAsync();
    }

    /// <summary>Starts the server, again on the same port and data after <see cref="KillAsync"/>.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo(_binary, ["serve", "--hostname", "127.0.0.1", "--port", $"{_url.Port}"])
        {
            WorkingDirectory = Workspace,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OPENCODE_SERVER_PASSWORD"] = Password;
        start.Environment["OPENCODE_CONFIG"] = Path.Combine(_folder.Path, OpenCodeConfig.Name);
        start.Environment[OpenCodeConfig.ModelUrlVariable] = new Uri(_model!.Client.BaseAddress!, "/v1").ToString();
        foreach (var (variable, folder) in new[] { ("DATA", "data"), ("CONFIG", "config"), ("CACHE", "cache"), ("STATE", "state") })
        {
            start.Environment[$"XDG_{variable}_HOME"] = Path.Combine(_folder.Path, folder);
        }

        foreach (var variable in new[] { "OPENCODE_DISABLE_AUTOUPDATE", "OPENCODE_DISABLE_MODELS_FETCH", "OPENCODE_DISABLE_LSP_DOWNLOAD", "OPENCODE_PURE" })
        {
            start.Environment[variable] = "1";
        }

        _process = Process.Start(start)!;
        // Unread, a full pipe would stop the server.
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await UntilAsync(async () =>
        {
            // A request that comes just after the port opened is never answered.
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1), TimeProvider.System);
            try
            {
                return (await _http.GetFromJsonAsync<JsonElement>(new Uri(_url, "/global/health"), patience.Token)).GetProperty("healthy").GetBoolean();
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
            {
                return false;
            }
        });
    }

    /// <summary>As a node's death would.</summary>
    public async Task KillAsync()
    {
        _process!.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>For a bridge that watches this server.</summary>
    /// <param name="url">Where it is reached.</param>
    internal static Dictionary<string, string> BridgeSettings(Uri url) => new()
    {
        ["OPENCODE_URL"] = url.ToString(),
        ["OPENCODE_SERVER_PASSWORD"] = Password,
        ["BRIDGE_PASSWORD"] = Password,
        ["ALERT_MIN_DURATION"] = "500ms",
    };

    /// <summary>A bridge in this process that watches this server.</summary>
    internal Task<RunningBridge> BridgeAsync(string? data = null, params (string Name, string Value)[] settings)
    {
        var values = BridgeSettings(_url).ToDictionary(entry => entry.Key, entry => (string?)entry.Value);
        values["urls"] = "http://127.0.0.1:0";
        foreach (var (name, value) in settings)
        {
            values[name] = value;
        }

        return StartBridgeAsync(values, data);
    }

    /// <returns>The new session's id.</returns>
    public async Task<string> PromptAsync(string text)
    {
        var query = $"?directory={Uri.EscapeDataString(Workspace)}";
        using var created = await _http.PostAsJsonAsync(new Uri(_url, $"/session{query}"), new { }, TestContext.Current.CancellationToken);
        var session = (await created.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("id").GetString()!;
        using var prompted = await _http.PostAsJsonAsync(
            new Uri(_url, $"/session/{session}/prompt_async{query}"), new { parts = new[] { new { type = "text", text } } }, TestContext.Current.CancellationToken);
        prompted.EnsureSuccessStatusCode();
        return session;
    }

    /// <summary>How many permissions wait.</summary>
    public async Task<int> PendingAsync() => (await _http.GetFromJsonAsync<JsonElement>(
        new Uri(_url, $"/permission?directory={Uri.EscapeDataString(Workspace)}"), TestContext.Current.CancellationToken)).GetArrayLength();

    public async Task AbortAsync(string session)
    {
        using var aborted = await _http.PostAsync(new Uri(_url, $"/session/{session}/abort"), null, TestContext.Current.CancellationToken);
        aborted.EnsureSuccessStatusCode();
    }

    /// <summary>Waits until the session's last message finished with <c>stop</c>.</summary>
    public Task FinishesAsync(string session) => UntilAsync(async () =>
        (await _http.GetFromJsonAsync<JsonElement>(new Uri(_url, $"/session/{session}/message"), TestContext.Current.CancellationToken)).EnumerateArray().LastOrDefault() is { ValueKind: JsonValueKind.Object } last
        && last.GetProperty("info").TryGetProperty("finish", out var finish) && finish.GetString() == "stop");

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }

        if (_model is not null)
        {
            await _model.DisposeAsync();
        }

        _http.Dispose();
        _folder.Dispose();
    }

    private static async Task<RunningBridge> StartBridgeAsync(Dictionary<string, string?> values, string? data) =>
        (await RunningBridge.StartAsync(values, data, RunningBridge.Fast with { FirstByte = TimeSpan.FromSeconds(5) })).LogIn(Password);

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < s_limit, "waited too long for the server");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
