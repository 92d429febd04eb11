namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>Whatever an object refers to is in the tree, or is one of the things that the cluster has.</summary>
internal sealed class ReferencesResolve : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        var known = ObjectIndex.Defined(tree).Select(defined => defined.Object).Concat(tree.Given).ToHashSet();
        foreach (var reference in ObjectReferences.All(tree))
        {
            if (!known.Contains(reference.Target))
            {
                broken.Add(reference.Source, reference.Path, $"there is no {reference.Target}");
            }
        }
    }
}
