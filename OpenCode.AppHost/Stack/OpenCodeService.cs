namespace OpenCode.AppHost.Stack;

/// <summary>The OpenCode server.</summary>
internal static class OpenCodeService
{
    public const string Data = "data";
    public const string Workspaces = "workspaces";

    /// <summary>OpenCode's own default; the bridge's inbox takes the same name.</summary>
    public const string UserName = "opencode";

    /// <summary>Always set: a server without a password lets everyone who reaches it run commands (CVE-2026-22812).</summary>
    public static readonly Secret Password = new("opencode-password", "OPENCODE_SERVER_PASSWORD", SecretOrigin.Generated);

    public static Service Create(StackSettings settings, IEnumerable<Secret> providers, bool demo) => new()
    {
        Name = OpenCodeStack.OpenCode,
        Icon = "BotSparkle",
        Program = new ServiceProgram.Npm("opencode-ai", settings.Version, settings.Image),

        // Without --port a taken 4096 would silently become a random one.
        Arguments = ["serve", "--hostname", new Value.BindHost(), "--port", new Value.BindPort()],
        Environment =
        [
            new("OPENCODE_SERVER_USERNAME", UserName),
            new(Password.Variable, new Value.SecretValue(Password.Name)),
            new("OPENCODE_CONFIG", new Value.FilePath(OpenCodeConfig.Name)),

            // All four: the person's own OpenCode on this machine stays out of it, and the server needs no writable HOME.
            new("XDG_DATA_HOME", new Value.Folder(Data)),
            new("XDG_CONFIG_HOME", new Value.Folder(Data, "config")),
            new("XDG_CACHE_HOME", new Value.Folder(Data, "cache")),
            new("XDG_STATE_HOME", new Value.Folder(Data, "state")),
            new("OPENCODE_DISABLE_AUTOUPDATE", "1"),
            .. providers.Select(secret => new EnvironmentVariable(secret.Variable, new Value.SecretValue(secret.Name))),
            .. demo ? Offline() : [],
        ],
        Endpoint = new Endpoint(
            OpenCodeStack.Port(settings.OpenCodePort, StackSettings.DefaultOpenCodePort, demo),
            [new Link("Web UI", "/"), new Link("API document", "/doc")]),

        // It answers 401 to everyone else, and 200 text/html on any path it does not know.
        Health = new HealthCheck("/global/health", new BasicCredentials(UserName, Password.Name)),
        Mounts = [new VolumeMount(Data, "/data"), new VolumeMount(Workspaces, "/workspaces")],
        WorkingVolume = Workspaces,
    };

    // The demo needs neither key nor internet: nothing is fetched, no plugin is loaded.
    private static EnvironmentVariable[] Offline() =>
    [
        new(OpenCodeConfig.ModelUrlVariable, new Value.ServiceUrl(OpenCodeStack.Model, "/v1")),
        new("OPENCODE_DISABLE_MODELS_FETCH", "1"),
        new("OPENCODE_DISABLE_LSP_DOWNLOAD", "1"),
        new("OPENCODE_PURE", "1"),
    ];
}
