using OpenCode.AppHost.Publishing;
using OpenCode.AppHost.Publishing.Output;

namespace OpenCode.Tests.Publishing;

/// <summary>A folder to publish into.</summary>
internal sealed class OutputFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Path => System.IO.Path.Combine(_folder.Path, "out");

    public void Dispose() => _folder.Dispose();

    public string Write(string path, string text)
    {
        var full = System.IO.Path.Combine(Path, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    public string Read(string path) => File.ReadAllText(System.IO.Path.Combine(Path, path));

    public OutputPlan Plan(Rendering rendering) => new OutputPlanner(Path).Plan(rendering);

    public OutputPlan Publish(Rendering rendering)
    {
        var plan = Plan(rendering);
        new OutputWriter(Path).Write(plan);
        return plan;
    }

    /// <summary>Every file with its content, by its path.</summary>
    public IReadOnlyDictionary<string, string> Snapshot() => !Directory.Exists(Path)
        ? new Dictionary<string, string>()
        : Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).ToDictionary(path => System.IO.Path.GetRelativePath(Path, path).Replace('\\', '/'), File.ReadAllText);
}
