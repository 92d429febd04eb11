using System.Globalization;

namespace OpenCode.Tests.EndToEnd;

/// <summary>Processes of this checkout's stack as Linux shows them: their program lies below the solution's folder.</summary>
internal static class StackProcesses
{
    public static List<(int Id, string CommandLine)> All() =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0)
            .Select(id => (id, CommandLine(id)))
            .Where(process => process.Item2.StartsWith(StackProcess.Solution + "/", StringComparison.Ordinal) && !process.Item2.Contains("OpenCode.Tests", StringComparison.Ordinal)),
    ];

    private static string CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return string.Empty; // it ended while we looked
        }
    }
}
