using System.Runtime.InteropServices;

namespace OpenCode.AppHost.Hosting.Embedded;

/// <summary>
/// The built programs of this solution's other projects. With the artifacts output they lie beside the AppHost's own:
/// <c>artifacts/bin/{project}/{configuration}/</c>.
/// </summary>
internal static class ProjectPrograms
{
    /// <summary>The installation that runs this process; a program started with another one may not find its framework.</summary>
    public static string DotnetRoot { get; } =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    /// <exception cref="HostFailure">The project was not built.</exception>
    public static string Find(string project)
    {
        var own = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var name = OperatingSystem.IsWindows() ? $"{project}.exe" : project;
        var path = Path.GetFullPath(Path.Combine(own, "..", "..", project, Path.GetFileName(own), name));
        return File.Exists(path)
            ? path
            : throw new HostFailure($"{project} is not built: {path} is missing. Build the solution: dotnet build OpenCode.sln");
    }
}
