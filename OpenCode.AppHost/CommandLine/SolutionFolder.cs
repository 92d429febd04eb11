namespace OpenCode.AppHost.CommandLine;

/// <summary>The folder of <c>OpenCode.sln</c>, found from the program's own place: the working directory does not matter.</summary>
internal static class SolutionFolder
{
    /// <exception cref="HostFailure">The program was moved away from its checkout.</exception>
    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "OpenCode.sln")))
            {
                return folder.FullName;
            }
        }

        throw new HostFailure($"{AppContext.BaseDirectory}: not inside a checkout (no OpenCode.sln in any folder above); run it with `dotnet run --project OpenCode.AppHost`");
    }
}
