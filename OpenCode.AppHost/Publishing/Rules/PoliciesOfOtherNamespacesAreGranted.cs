namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>A policy that asks a Service of another namespace does nothing until that namespace allows it.</summary>
internal sealed class PoliciesOfOtherNamespacesAreGranted : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        var granted = tree.OfKind("ReferenceGrant")
            .SelectMany(grant => (grant.At("spec.from")?.Items ?? []).Select(from => new ObjectName(from["kind"]?.Text ?? string.Empty, from["namespace"]?.Text ?? string.Empty, grant.Namespace)))
            .ToHashSet();
        foreach (var policy in tree.OfKind("SecurityPolicy"))
        {
            foreach (var backend in policy.At("spec.extAuth.http.backendRefs")?.Items ?? [])
            {
                if (backend["namespace"]?.Text is { } other && other != policy.Namespace && !granted.Contains(new ObjectName(policy.Kind, policy.Namespace, other)))
                {
                    broken.Add(policy, "spec.extAuth.http.backendRefs", $"no ReferenceGrant in '{other}' allows it");
                }
            }
        }
    }
}
