namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>No two objects have one name, and no two files one path.</summary>
internal sealed class ObjectsAreUnique : IRule
{
    public IEnumerable<Violation> Check(RenderedTree tree) =>
    [
        .. from file in tree.Files
           group file by file.Path into same
           where same.Count() > 1
           select new Violation(((IRule)this).Name, same.Key, string.Empty, $"is written {same.Count()} times"),
        .. from defined in ObjectIndex.Defined(tree)
           group defined by defined.Object into same
           where same.Count() > 1
           select new Violation(((IRule)this).Name, same.First().File, string.Empty, $"{same.Key} is also in {string.Join(", ", same.Skip(1).Select(other => other.File).Distinct())}"),
    ];
}
