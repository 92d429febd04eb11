namespace OpenCode.AppHost.Stack;

/// <summary>Turns settings into the model: the one place that says what the stack consists of.</summary>
public static class OpenCodeStack
{
    public const string OpenCode = "opencode";
    public const string Bridge = "bridge";
    public const string Model = "model";
    public const string Ntfy = "ntfy";

    /// <summary>The stack that <paramref name="settings"/> describe.</summary>
    /// <param name="demo">
    /// Adds the scripted model and points OpenCode at it; keeps data below the demo's folder and takes free ports, unless
    /// a setting asks for others.
    /// </param>
    public static StackModel Create(StackSettings settings, StackPlaces places, bool demo = false)
    {
        var providers = demo ? [] : ProviderSecrets(settings);
        return new StackModel
        {
            Services =
            [
                OpenCodeService.Create(settings, providers, demo),
                BridgeService.Create(settings, demo),
                .. demo ? [ScriptedModelService.Create()] : Array.Empty<Service>(),
                .. settings.NtfySelfHosted ? [NtfyService.Create()] : Array.Empty<Service>(),
            ],
            Volumes =
            [
                new Volume(OpenCodeService.Data, places.Folder(settings.DataPath, "data", demo)),
                new Volume(OpenCodeService.Workspaces, places.Folder(settings.WorkspacesPath, "workspaces", demo)),
                new Volume(BridgeService.Data, places.Folder(null, "bridge", demo)),
            ],
            Secrets = [OpenCodeService.Password, BridgeService.Password, .. providers, .. BridgeService.OptionalSecrets(settings)],
            ConfigFiles = [OpenCodeConfig.Create(settings, demo)],
        };
    }

    /// <summary>A port that was left at its default gives way to a free one in the demo.</summary>
    internal static int Port(int port, int byDefault, bool demo) => demo && port == byDefault ? 0 : port;

    private static Secret[] ProviderSecrets(StackSettings settings) =>
        [.. settings.Providers.Values.Distinct().Order(StringComparer.Ordinal)
            .Select(variable => new Secret(BridgeVariables.SecretName(variable), variable, SecretOrigin.Optional))];
}
