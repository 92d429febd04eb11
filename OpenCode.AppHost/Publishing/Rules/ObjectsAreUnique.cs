namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>No two objects have one name, and no two files one path.</summary>
internal sealed class ObjectsAreUnique : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        var paths = new HashSet<string>();
        foreach (var file in tree.Files)
        {
            if (!paths.Add(file.Path))
            {
                broken.Add(file.Path, string.Empty, "is written more than once");
            }
        }

        var files = new Dictionary<ObjectName, string>();
        foreach (var (name, file) in ObjectIndex.Defined(tree))
        {
            if (!files.TryAdd(name, file))
            {
                broken.Add(files[name], string.Empty, $"{name} is also in {file}");
            }
        }
    }
}
