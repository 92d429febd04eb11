namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>Whatever an object refers to is in the tree, or is one of the things that the cluster has.</summary>
internal sealed class ReferencesResolve : IRule
{
    public IEnumerable<Violation> Check(RenderedTree tree)
    {
        var known = ObjectIndex.Defined(tree).Select(defined => defined.Object).Concat(tree.Given).ToHashSet();
        return from reference in ObjectReferences.All(tree)
               where !known.Contains(reference.Target)
               select new Violation(((IRule)this).Name, reference.Source.File, reference.Path, $"there is no {reference.Target}");
    }
}
