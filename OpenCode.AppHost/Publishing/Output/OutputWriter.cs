using System.Globalization;
using System.Text;

namespace OpenCode.AppHost.Publishing.Output;

/// <summary>
/// Writes a plan so that either all of it happens or none: every file is written in full to a staging folder first, then
/// moved. A staging folder that is found later says that a publish was interrupted between two moves.
/// </summary>
internal sealed class OutputWriter(string root)
{
    public const string Staging = ".opencode-publish";

    private const int Shelf = 100;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly List<string> _created = [];

    /// <exception cref="HostFailure">The folder cannot be written; no file in it was touched, unless the message says so.</exception>
    public void Write(OutputPlan plan)
    {
        if (plan.Changes.Count == 0)
        {
            return;
        }

        var staging = Path.Combine(root, Staging);
        var written = plan.Changes.Where(change => change.After is not null).ToList();
        try
        {
            Prepare(staging, plan);
            for (var index = 0; index < written.Count; index += Shelf)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Staged(staging, index))!);
            }

            InParallel.ForEach(written.Count, index => File.WriteAllBytes(Staged(staging, index), s_utf8.GetBytes(written[index].After!)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            Undo(staging);
            throw new HostFailure($"{root}: cannot be written: {exception.Message}");
        }

        Commit(staging, plan, written);
    }

    // Folders of the targets too: a folder that cannot be made or written must show before the first move.
    private void Prepare(string staging, OutputPlan plan)
    {
        Create(staging);
        foreach (var folder in plan.Changes.Select(change => Path.GetDirectoryName(Path.Combine(root, change.Path))!).Distinct())
        {
            if (!Create(folder))
            {
                var probe = Path.Combine(folder, Staging + ".probe");
                File.WriteAllText(probe, null);
                File.Delete(probe);
            }
        }
    }

    private void Commit(string staging, OutputPlan plan, List<Change> written)
    {
        try
        {
            InParallel.ForEach(written.Count, index => File.Move(Staged(staging, index), Path.Combine(root, written[index].Path), overwrite: true));

            foreach (var change in plan.Changes.Where(change => change.After is null))
            {
                var path = Path.Combine(root, change.Path);
                File.Delete(path);
                DeleteWhileEmpty(Path.GetDirectoryName(path)!);
            }

            for (var index = 0; index < written.Count; index += Shelf)
            {
                Directory.Delete(Path.GetDirectoryName(Staged(staging, index))!);
            }

            Directory.Delete(staging);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HostFailure($"{root}: some files were written, others not: {exception.Message}; restore it (git checkout), delete {staging} and publish again", HostFailure.Failed);
        }
    }

    private bool Create(string folder)
    {
        if (Directory.Exists(folder))
        {
            return false;
        }

        if (Path.GetDirectoryName(folder) is { Length: > 0 } parent)
        {
            Create(parent);
        }

        Directory.CreateDirectory(folder);
        _created.Add(folder);
        return true;
    }

    private void Undo(string staging)
    {
        try
        {
            if (_created.Contains(staging))
            {
                Directory.Delete(staging, recursive: true);
            }

            foreach (var folder in _created.AsEnumerable().Reverse().Where(Directory.Exists))
            {
                Directory.Delete(folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to tell; what is left are empty folders of ours.
        }
    }

    private void DeleteWhileEmpty(string folder)
    {
        while (folder.Length > root.Length && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
            folder = Path.GetDirectoryName(folder)!;
        }
    }

    // Folders of moderate size: thousands of files in one make a file system slow, and every core waits for that one folder.
    private static string Staged(string staging, int index) => Path.Combine(
        staging,
        (index / Shelf).ToString(CultureInfo.InvariantCulture),
        (index % Shelf).ToString(CultureInfo.InvariantCulture));
}
