using OpenCode.AppHost.Hosting;
using OpenCode.AppHost.Hosting.Embedded;
using OpenCode.AppHost.Stack;

namespace OpenCode.Tests.Hosting.Embedded;

/// <summary>A small stack with every kind of value, and a password that must not turn up anywhere.</summary>
internal static class TestStack
{
    public const string Password = "correct-horse-battery";
    public const string TelemetryKey = "telemetry-key-of-this-run";

    public static Service OpenCode { get; } = new()
    {
        Name = "opencode",
        Program = new ServiceProgram.Npm("opencode-ai", "1.18.29", new("ghcr.io/anomalyco/opencode", "1.18.29", null)),
        Arguments = ["serve", "--hostname", new Value.BindHost(), "--port", new Value.BindPort()],
        Environment =
        [
            new("OPENCODE_SERVER_PASSWORD", new Value.SecretValue("opencode-password")),
            new("OPENAI_API_KEY", new Value.SecretValue("openai")),
            new("OPENCODE_CONFIG", new Value.FilePath("config")),
            new("XDG_DATA_HOME", new Value.Folder("data", "share")),
        ],
        Endpoint = new(4096, [new("Web UI", "/"), new("API", "/doc")]),
        Health = new("/global/health", new("opencode", "opencode-password")),
        WorkingVolume = "data",
        Icon = "Bot",
    };

    public static Service Bridge { get; } = new()
    {
        Name = "bridge",
        Program = new ServiceProgram.Project("OpenCode.Bridge"),
        Environment = [new("ASPNETCORE_URLS", new Value.BindUrl()), new("OPENCODE_URL", new Value.ServiceUrl("opencode", "/x"))],
        Endpoint = new(0, [new("Inbox", "/")]),
        Health = new("/health"),
        WaitsFor = ["opencode"],
        Icon = "Alert",
    };

    public static LocalStack Stack { get; } = new(
        new StackModel
        {
            Services = [OpenCode, Bridge],
            Volumes = [new("data", "/srv/data")],
            Secrets =
            [
                new("opencode-password", "OPENCODE_SERVER_PASSWORD", SecretOrigin.Generated),
                new("openai", "OPENAI_API_KEY", SecretOrigin.Optional),
            ],
            ConfigFiles = [new("config", "{}", "/etc/opencode/opencode.json")],
        },
        new SecretValues(new Dictionary<string, SecretValues.Entry> { ["opencode-password"] = new(Password, "a test") }),
        new RunFolder("/srv/.run"),
        new Toolchain("/tools/opencode", "/tools/dcp", "/tools/dashboard"));

    public static ProcessPlan Plan(Service service, Dictionary<string, string>? ambient = null) => new ProcessPlanner(
        Stack,
        name => new(name is "opencode" ? "http://127.0.0.1:4096" : "http://127.0.0.1:8081"),
        ambient ?? [],
        new TelemetryTarget(new("http://127.0.0.1:4317"), new("http://127.0.0.1:4318"), TelemetryKey),
        "/usr/share/dotnet",
        project => $"/built/{project}/debug/{project}").Plan(service, "abcd1234");

    public static string? Value(this ProcessPlan plan, string name) =>
        plan.Environment.SingleOrDefault(variable => variable.Name == name)?.Value;
}
