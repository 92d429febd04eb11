namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>A target namespace moves every object of its folder: what belongs elsewhere stands in a folder of its own.</summary>
internal sealed class ForeignNamespacesStandApart : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var item in tree.Objects)
        {
            var isApart = $"/{item.File}".Contains("/shared/", StringComparison.Ordinal);
            var isForeign = item.At("metadata.namespace") is not null;
            if (item.Kind is not ("Kustomization" or "Namespace") && isApart != isForeign)
            {
                broken.Add(item, "metadata.namespace", isApart ? "must be set: nothing sets it for this folder" : "must not be set: the app's folder has one namespace");
            }
        }
    }
}
