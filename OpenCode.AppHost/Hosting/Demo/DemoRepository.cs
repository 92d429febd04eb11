using OpenCode.AppHost.Hosting.Setup;

namespace OpenCode.AppHost.Hosting.Demo;

/// <summary>A git repository for the demo's agent: without one of its own, OpenCode would take the checkout around it.</summary>
internal static class DemoRepository
{
    public const string GitMissing = "git was not found: install it and run the command again";

    private const string Readme = "# Demo\n\nA place where the demo's agent may try things. Delete it whenever you like.\n";

    /// <exception cref="HostFailure">git is missing or fails, or the folder cannot be written.</exception>
    public static async Task EnsureAsync(string folder, CancellationToken cancellationToken)
    {
        if (Directory.Exists(Path.Combine(folder, ".git")) && (await RunAsync(folder, ["rev-parse", "--verify", "--quiet", "HEAD"], cancellationToken)).ExitCode == 0)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, "README.md"), Readme, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HostFailure($"Stack:Workspaces:Path: {folder} cannot be written: {exception.Message}");
        }

        await GitAsync(folder, ["init", "--quiet", "--initial-branch=main"], cancellationToken);
        await GitAsync(folder, ["add", "README.md"], cancellationToken);
        await GitAsync(
            folder,
            ["-c", "user.name=OpenCode demo", "-c", "user.email=demo@localhost", "-c", "commit.gpgsign=false", "-c", "core.hooksPath=/dev/null", "commit", "--quiet", "--message", "Begin"],
            cancellationToken);
    }

    private static async Task GitAsync(string folder, string[] arguments, CancellationToken cancellationToken)
    {
        var outcome = await RunAsync(folder, arguments, cancellationToken);
        if (outcome.ExitCode != 0)
        {
            throw new HostFailure($"git {arguments[0]} failed in {folder}: {outcome.Output}", HostFailure.Failed);
        }
    }

    // Inside a git hook GIT_DIR and its kind point at the person's own repository: the demo's commit would land there.
    private static async Task<ExternalCommand.Outcome> RunAsync(string folder, string[] arguments, CancellationToken cancellationToken)
    {
        var foreign = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.StartsWith("GIT_", StringComparison.Ordinal))
            .ToDictionary(name => name, _ => (string?)null);
        return await ExternalCommand.RunAsync("git", arguments, folder, foreign, cancellationToken) ?? throw new HostFailure(GitMissing);
    }
}
