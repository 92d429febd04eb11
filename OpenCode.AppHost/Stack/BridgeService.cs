namespace OpenCode.AppHost.Stack;

/// <summary>The bridge: it watches the server, reaches the owner, takes the answer back.</summary>
internal static class BridgeService
{
    /// <summary>Volume of the bridge's own: what it keeps (commands, a signing key) is none of the agent's business.</summary>
    public const string Data = "bridge-data";

    private const string DataVariable = "BRIDGE_DATA";
    private const string NtfyTopic = "NTFY_TOPIC";

    /// <summary>
    /// Its own: the server's password is in the environment of the model's shell, and the model must not approve itself.
    /// </summary>
    public static readonly Secret Password = new("bridge-password", "BRIDGE_PASSWORD", SecretOrigin.Generated);

    /// <summary>A topic of the stack's own ntfy server is no secret: nobody else reaches that server.</summary>
    public static IEnumerable<Secret> OptionalSecrets(StackSettings settings) => BridgeVariables.Secrets
        .Where(variable => variable != Password.Variable && !(settings.NtfySelfHosted && variable == NtfyTopic))
        .Select(variable => new Secret(BridgeVariables.SecretName(variable), variable, SecretOrigin.Optional));

    public static Service Create(StackSettings settings, bool demo) => new()
    {
        Name = OpenCodeStack.Bridge,
        Icon = "AlertUrgent",
        Program = new ServiceProgram.Project("OpenCode.Bridge"),
        Environment =
        [
            .. settings.BridgeEnvironment.Select(pair => new EnvironmentVariable(pair.Key, pair.Value)),
            .. settings.BridgeEnvironment.ContainsKey(DataVariable) ? [] : new EnvironmentVariable[] { new(DataVariable, new Value.Folder(Data)) },
            new("ASPNETCORE_URLS", new Value.BindUrl()),
            new("OPENCODE_URL", new Value.ServiceUrl(OpenCodeStack.OpenCode)),
            new("OPENCODE_SERVER_USERNAME", OpenCodeService.UserName),
            new(OpenCodeService.Password.Variable, new Value.SecretValue(OpenCodeService.Password.Name)),
            new(Password.Variable, new Value.SecretValue(Password.Name)),
            .. settings.NtfySelfHosted ? [new(NtfyTopic, new Value.ServiceUrl(OpenCodeStack.Ntfy, NtfyService.Topic))] : Array.Empty<EnvironmentVariable>(),
            .. OptionalSecrets(settings).Select(secret => new EnvironmentVariable(secret.Variable, new Value.SecretValue(secret.Name))),
        ],
        Endpoint = new Endpoint(
            OpenCodeStack.Port(settings.BridgePort, StackSettings.DefaultBridgePort, demo),
            [new Link("Inbox", "/"), new Link("Alerts", "/api/alerts?state=all")]),
        Health = new HealthCheck("/health"),
        Mounts = [new VolumeMount(Data, "/data")],
        WaitsFor = settings.NtfySelfHosted ? [OpenCodeStack.OpenCode, OpenCodeStack.Ntfy] : [OpenCodeStack.OpenCode],
    };
}
