namespace OpenCode.AppHost.Stack;

/// <summary>
/// A piece of text that only the renderer of the stack can complete: it knows the ports, the folders and the secrets.
/// </summary>
public abstract record Value
{
    private Value()
    {
    }

    public static implicit operator Value(string text) => new Literal(text);

    public sealed record Literal(string Text) : Value;

    /// <summary>The value of a secret. Must reach the process only: no argument, log, file or plain view.</summary>
    public sealed record SecretValue(string Secret) : Value;

    /// <summary>Where other services reach a service, without a trailing slash, then <paramref name="Path"/>.</summary>
    public sealed record ServiceUrl(string Service, string Path = "") : Value;

    /// <summary>The address on which the service itself listens: loopback as a process, every interface in a container.</summary>
    public sealed record BindHost : Value;

    /// <summary>The port on which the service itself listens.</summary>
    public sealed record BindPort : Value;

    /// <summary>Scheme, address and port on which the service itself listens.</summary>
    public sealed record BindUrl : Value;

    /// <summary>A folder as the service sees it: the volume, or a folder below it.</summary>
    public sealed record Folder(string Volume, string SubPath = "") : Value;

    /// <summary>The path of a configuration file as the service sees it.</summary>
    public sealed record FilePath(string ConfigFile) : Value;
}
