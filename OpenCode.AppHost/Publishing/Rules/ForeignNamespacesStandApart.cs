namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>A target namespace moves every object of its folder: what belongs elsewhere stands in a folder of its own.</summary>
internal sealed class ForeignNamespacesStandApart : IRule
{
    public IEnumerable<Violation> Check(RenderedTree tree) =>
        from item in tree.Objects
        where item.Kind is not ("Kustomization" or "Namespace")
        let isApart = item.File.Contains("/shared/", StringComparison.Ordinal)
        let isForeign = item.At("metadata.namespace") is not null
        where isApart != isForeign
        select new Violation(
            ((IRule)this).Name,
            item.File,
            "metadata.namespace",
            isApart ? "must be set: nothing sets it for this folder" : "must not be set: the app's folder has one namespace");
}
