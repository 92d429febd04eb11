namespace OpenCode.AppHost.Publishing.Output;

/// <summary>
/// Instances that stand in a folder from an earlier publish and in no setting any more. They are told, not deleted: a
/// setting that is missing once would stop somebody's agent, and what else stands in those folders nobody knows here.
/// </summary>
internal static class LeftBehind
{
    /// <returns>Folders relative to <paramref name="root"/>, in order.</returns>
    public static IReadOnlyList<string> In(string root, Rendering rendering)
    {
        if (rendering.InstanceMark is not { } mark)
        {
            return [];
        }

        var wanted = rendering.Files.Select(file => file.Path).ToHashSet();
        var (folder, inside) = (mark.Parent, mark.File);
        return [.. Folders(Path.Combine(root, folder)).SelectMany(Folders)
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
            .Where(path => !wanted.Contains($"{path}/{inside}") && File.Exists(Path.Combine(root, path, inside)))
            .Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Folders(string path) => Directory.Exists(path) ? Directory.EnumerateDirectories(path) : [];
}
