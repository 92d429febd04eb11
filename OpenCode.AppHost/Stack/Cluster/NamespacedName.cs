namespace OpenCode.AppHost.Stack.Cluster;

/// <summary>An object of another namespace.</summary>
public sealed record NamespacedName(string Namespace, string Name)
{
    public const string Allowed = "namespace/name, such as network/envoy-internal";

    public const string AllowedIngress = "namespace/class of an ingress controller, such as ingress-nginx/nginx";

    /// <returns>Null where <paramref name="text"/> is not <c>namespace/name</c>.</returns>
    public static NamespacedName? Parse(string text) =>
        text.Split('/') is [var space, var name] && ClusterForms.IsLabel(space) && ClusterForms.IsSubdomain(name)
            ? new NamespacedName(space, name)
            : null;

    public override string ToString() => $"{Namespace}/{Name}";
}
