namespace OpenCode.AppHost.Hosting.Setup;

/// <summary>The program that runs containers on this machine.</summary>
internal static class ContainerRuntime
{
    // Aspire's own variable; without it Aspire prefers docker, too.
    private const string Chosen = "ASPIRE_CONTAINER_RUNTIME";

    private static readonly string[] s_names =
        Environment.GetEnvironmentVariable(Chosen) is { Length: > 0 } chosen ? [chosen] : ["docker", "podman"];

    /// <returns>The first one that works: installed, and its service answers. Null: none does.</returns>
    public static async Task<string?> FindAsync(CancellationToken cancellationToken)
    {
        foreach (var name in s_names)
        {
            if (await ExternalCommand.ProbeAsync(name, ["info"], cancellationToken) is { ExitCode: 0 })
            {
                return name;
            }
        }

        return null;
    }
}
