namespace OpenCode.AppHost.Stack;

/// <summary>Something the stack must know and nobody else: its name and how it comes about, never its value.</summary>
/// <param name="Name">Name of the parameter: <c>Parameters:{Name}</c> in user secrets or settings.</param>
/// <param name="Variable">Environment variable of the AppHost that may hold it.</param>
/// <param name="Origin">What happens when neither holds it.</param>
public sealed record Secret(string Name, string Variable, SecretOrigin Origin);

public enum SecretOrigin
{
    /// <summary>Made once, 40 random characters, and kept in user secrets.</summary>
    Generated,

    /// <summary>Left out: no service gets the variable.</summary>
    Optional,
}
