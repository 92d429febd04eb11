using System.Globalization;

namespace OpenCode.Tests.EndToEnd;

/// <summary>Processes of a running stack as Linux shows them.</summary>
internal static class StackProcesses
{
    /// <summary>
    /// What the AppHost <paramref name="host"/> started: its orchestrator, which names the process it watches, all that
    /// descends from that, and whatever else runs a program of this checkout; this test and the host aside.
    /// </summary>
    public static List<(int Id, string CommandLine)> Of(int host)
    {
        var all = All();
        var ours = all.Where(process => process.Id != host && IsOurs(process.CommandLine, host)).Select(process => process.Id).ToHashSet();
        while (all.Where(process => ours.Contains(process.Parent) && !ours.Contains(process.Id)).Select(process => process.Id).ToList() is { Count: > 0 } children)
        {
            ours.UnionWith(children);
        }

        return [.. all.Where(process => ours.Contains(process.Id)).Select(process => (process.Id, process.CommandLine))];
    }

    public static IReadOnlyDictionary<string, string> EnvironmentOf(int id) =>
        File.ReadAllText($"/proc/{id}/environ").Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[^1]);

    private static bool IsOurs(string line, int host) =>
        line.Contains($"--monitor {host} ", StringComparison.Ordinal)
        || ((line.StartsWith(StackProcess.Solution + "/", StringComparison.Ordinal) || line.StartsWith($"dotnet run --project {StackProcess.Solution}", StringComparison.Ordinal))
            && !line.Contains("OpenCode.Tests", StringComparison.Ordinal));

    private static List<(int Id, int Parent, string CommandLine)> All() =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0)
            .Select(Describe)
            .Where(process => process.CommandLine.Length > 0),
    ];

    private static (int Id, int Parent, string CommandLine) Describe(int id)
    {
        try
        {
            // "pid (name) state ppid …", and the name may hold anything.
            var status = File.ReadAllText($"/proc/{id}/stat");
            var parent = status[(status.LastIndexOf(')') + 2)..].Split(' ')[1];
            return (id, int.Parse(parent, CultureInfo.InvariantCulture), File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' '));
        }
        catch (IOException)
        {
            return (id, 0, string.Empty); // it ended while we looked
        }
    }
}
