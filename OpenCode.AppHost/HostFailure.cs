namespace OpenCode.AppHost;

/// <summary>
/// The stack cannot do what it was asked. The message is one line for the person at the terminal: it names the culprit
/// and the remedy.
/// </summary>
/// <param name="exitCode">2: settings, arguments or this machine are wrong. 1: it failed while running.</param>
internal sealed class HostFailure(string message, int exitCode = HostFailure.BadInput) : Exception(message)
{
    public const int BadInput = 2;
    public const int Failed = 1;

    public int ExitCode { get; } = exitCode;
}
