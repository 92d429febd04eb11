namespace OpenCode.Bridge.Settings;

/// <summary>All settings, checked. Variables and defaults: the contract's table.</summary>
/// <param name="Servers">At least one; names are unique.</param>
/// <param name="Login">Of inbox and API; null means loopback only.</param>
/// <param name="PublicUrl">Where phones reach the bridge.</param>
/// <param name="ListenUrls">Checked to be loopback when there is no login.</param>
internal sealed record BridgeSettings(
    IReadOnlyList<ServerSettings> Servers,
    Login? Login,
    Uri? PublicUrl,
    IReadOnlyList<string> ListenUrls)
{
    /// <summary>Folder of the outbox; created when it is missing.</summary>
    public string DataFolder { get; init; } = "./data";

    /// <summary>A second listener for metrics and health; empty: the first one tells them.</summary>
    public IReadOnlyList<string> MetricsUrls { get; init; } = [];

    /// <summary>At least 32 bytes; null: made once and kept in <see cref="DataFolder"/>.</summary>
    public string? SigningKey { get; init; }

    public AlertSettings Alerts { get; init; } = new();

    public ChannelSettings Channels { get; init; } = new();
}

/// <param name="Url">Ends with a slash.</param>
internal sealed record ServerSettings(string Name, Uri Url, Login? Login);

/// <summary>User name and password. Prints without the password.</summary>
internal sealed record Login(string UserName, string Password)
{
    public override string ToString() => UserName;
}

/// <summary>A setting is wrong. The message is one line: the variable, its value unless secret, what is allowed.</summary>
internal sealed class SettingsException(string message) : Exception(message);
