namespace OpenCode.AppHost.Hosting;

/// <summary>
/// <c>.run/</c> beside <c>OpenCode.sln</c>: what a running stack leaves on this machine, ignored by git. Its place does
/// not depend on the working directory.
/// </summary>
internal sealed class RunFolder(string root)
{
    public string Root { get; } = root;

    /// <summary>What runs and where; see <c>StackFile</c>.</summary>
    public string StackFile => Path.Combine(Root, "stack.json");

    /// <summary>Data, workspaces and configuration of <c>--demo</c>.</summary>
    public string Demo => Path.Combine(Root, "demo");

    /// <summary>Programs that the stack installed.</summary>
    public string Tools => Path.Combine(Root, "tools");

    /// <summary>Configuration files written for the services.</summary>
    public string Config => Path.Combine(Root, "config");

    /// <summary>Short-lived files of one run: credentials of the orchestrator, logs of its processes.</summary>
    public string Session => Path.Combine(Root, "session");
}
