namespace OpenCode.AppHost.Stack;

/// <summary>
/// One OpenCode environment as data: what runs, what it keeps, what it must be told. Every host and publisher renders
/// this and nothing else. Names are unique within their kind, and every name that a part mentions exists here. No
/// value of a secret is in it.
/// </summary>
public sealed record StackModel
{
    /// <summary>In the order in which a person reads them.</summary>
    public required IReadOnlyList<Service> Services { get; init; }

    public required IReadOnlyList<Volume> Volumes { get; init; }

    public required IReadOnlyList<Secret> Secrets { get; init; }

    public required IReadOnlyList<ConfigFile> ConfigFiles { get; init; }

    /// <exception cref="InvalidOperationException">The stack has no such service.</exception>
    public Service Service(string name) => Services.Single(service => service.Name == name);

    /// <exception cref="InvalidOperationException">The stack has no such volume.</exception>
    public Volume Volume(string name) => Volumes.Single(volume => volume.Name == name);

    /// <exception cref="InvalidOperationException">The stack has no such secret.</exception>
    public Secret Secret(string name) => Secrets.Single(secret => secret.Name == name);

    /// <exception cref="InvalidOperationException">The stack has no such file.</exception>
    public ConfigFile ConfigFile(string name) => ConfigFiles.Single(file => file.Name == name);
}
