namespace OpenCode.AppHost.Hosting.Aspire;

/// <summary>
/// DCP gets the AppHost's environment and hands it on to every process, and Aspire has no switch for that. So the
/// AppHost forgets what is none of the agent's business before it starts DCP: the keys of channels, the bridge's
/// password, and whatever else a shell has collected. The settings were read before.
/// </summary>
internal static class InheritedEnvironment
{
    // .NET's and the container runtimes' own: where they are and how to reach them.
    private static readonly string[] s_needed = ["DOTNET_", "NUGET_PACKAGES", "DOCKER_", "CONTAINER_HOST", "CONTAINERS_", "XDG_RUNTIME_DIR"];

    public static void Narrow()
    {
        // Inside a test the process is the test's.
        if (System.Reflection.Assembly.GetEntryAssembly() != typeof(InheritedEnvironment).Assembly)
        {
            return;
        }

        foreach (var name in Unwanted(Environment.GetEnvironmentVariables().Keys.Cast<string>()))
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    /// <summary>The names of variables that no service is to inherit.</summary>
    public static IReadOnlyList<string> Unwanted(IEnumerable<string> names) =>
    [
        .. names.Where(name => !AmbientEnvironment.Passes(name) && !s_needed.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))),
    ];
}
