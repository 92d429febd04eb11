using System.Text.Json;
using OpenCode.AppHost.Publishing.Yaml;
using YamlDotNet.Core;

namespace OpenCode.AppHost.Publishing.Output;

/// <summary>Compares a rendering with what stands in a folder. Reads only.</summary>
internal sealed class OutputPlanner(string root)
{
    /// <exception cref="HostFailure">What is there is no folder, is half-written, or cannot be added to.</exception>
    public OutputPlan Plan(Rendering rendering)
    {
        if (File.Exists(root))
        {
            throw new HostFailure($"{root}: is a file, not a folder");
        }

        if (Directory.Exists(Path.Combine(root, OutputWriter.Staging)))
        {
            throw new HostFailure($"{Path.Combine(root, OutputWriter.Staging)}: an earlier publish was interrupted here; see with `git status` what it left, delete this folder and publish again");
        }

        var changes = new List<Change>();
        var unchanged = 0;
        var kept = new HashSet<string>(rendering.Files.OfType<KustomizationFile>().Where(file => Read(file.Path) is not null).Select(file => Folder(file.Path)));
        foreach (var file in rendering.Files)
        {
            if (file.Ownership is Ownership.Companion && (kept.Contains(Folder(file.Path)) || Read(file.Path) is not null))
            {
                continue; // the person's
            }

            var before = Read(file.Path);
            var after = before is not null && file is KustomizationFile shared ? Merged(shared, before) : file.Text;
            if (before == after)
            {
                unchanged++;
                continue;
            }

            if (before is not null && file is not KustomizationFile) // which the editor looks at
            {
                RefuseHalfWritten(file.Path, before, after);
            }

            changes.Add(new Change(file.Path, before, after));
        }

        changes.AddRange(rendering.Obsolete.Select(path => new Change(path, Read(path), null)).Where(change => change.Before is not null));
        return new OutputPlan(changes, unchanged);
    }

    private static string Folder(string path) => path[..path.LastIndexOf('/')];

    private string? Read(string path)
    {
        var full = Path.Combine(root, path);
        try
        {
            return Directory.Exists(full) ? throw new HostFailure($"{full}: is a folder where a file is to be written")
                : File.Exists(full) ? File.ReadAllText(full) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HostFailure($"{full}: cannot be read: {exception.Message}");
        }
    }

    private string Merged(KustomizationFile file, string before)
    {
        try
        {
            return KustomizationEditor.Edit(before, file);
        }
        catch (FormatException exception)
        {
            throw new HostFailure($"{Path.Combine(root, file.Path)}: {exception.Message}");
        }
    }

    // Every file of ours ends with a line feed and is whole YAML or JSON, so one that is not was cut off.
    private void RefuseHalfWritten(string path, string before, string after)
    {
        if (!before.EndsWith('\n') || IsCut(before, after) || !IsReadable(path, before))
        {
            throw new HostFailure($"{Path.Combine(root, path)}: is half-written: it ends in the middle; restore it (git checkout) or delete it, and publish again");
        }
    }

    // One that stops where the new one goes on was cut off, unless settings only added to its end: documents, items of a list.
    private static bool IsCut(string before, string after) =>
        after.StartsWith(before, StringComparison.Ordinal)
        && after.AsSpan(before.Length).TrimStart(' ') is var rest
        && !rest.StartsWith("---\n", StringComparison.Ordinal)
        && !rest.StartsWith("- ", StringComparison.Ordinal);

    private static bool IsReadable(string path, string text)
    {
        try
        {
            if (path.EndsWith(".json", StringComparison.Ordinal))
            {
                using var json = JsonDocument.Parse(text);
            }
            else
            {
                YamlReader.Read(text);
            }

            return true;
        }
        catch (Exception exception) when (exception is YamlException or JsonException)
        {
            return false;
        }
    }
}
