namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>A policy that asks a Service of another namespace does nothing until that namespace allows it.</summary>
internal sealed class PoliciesOfOtherNamespacesAreGranted : IRule
{
    public IEnumerable<Violation> Check(RenderedTree tree)
    {
        var granted = tree.OfKind("ReferenceGrant")
            .SelectMany(grant => (grant.At("spec.from")?.Items ?? []).Select(from => (from["kind"]?.Text, from["namespace"]?.Text, grant.Namespace)))
            .ToHashSet();
        return from policy in tree.OfKind("SecurityPolicy")
               from backend in policy.At("spec.extAuth.http.backendRefs")?.Items ?? []
               where backend["namespace"]?.Text is { } other && other != policy.Namespace && !granted.Contains((policy.Kind, policy.Namespace, other))
               select new Violation(((IRule)this).Name, policy.File, "spec.extAuth.http.backendRefs", $"no ReferenceGrant in '{backend["namespace"]}' allows it");
    }
}
