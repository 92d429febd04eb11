namespace OpenCode.AppHost.Stack;

/// <summary>Folders of this machine that the stack's own folders are derived from. All absolute.</summary>
/// <param name="Solution">Where <c>OpenCode.sln</c> stands; relative paths in settings start here.</param>
/// <param name="Home">The person's home, for a leading <c>~/</c>.</param>
/// <param name="UserData">Where applications keep a person's data.</param>
/// <param name="Demo">Below it the demo keeps everything.</param>
public sealed record StackPlaces(string Solution, string Home, string UserData, string Demo)
{
    private const string OwnFolder = "opencode-stack";

    /// <summary>The folder for <paramref name="name"/>: the one that was set, else the demo's, else the default one.</summary>
    public string Folder(string? given, string name, bool demo) => given switch
    {
        null when demo => Path.Combine(Demo, name),
        null => Path.Combine(UserData, OwnFolder, name),
        _ when given == "~" || given.StartsWith("~/", StringComparison.Ordinal) => Path.GetFullPath(Path.Combine(Home, given[1..].TrimStart('/'))),
        _ => Path.GetFullPath(Path.Combine(Solution, given)),
    };
}
